import Foundation
import Testing

/// The pure targets know no clock, no I/O and no Foundation (design, Layers).
@Suite struct PureTargetsTests {
    private static let targets = ["Chronology", "Money", "JSON", "CSV", "Tariffs", "Parking"]
    /// Each other, and of the standard library what guards a shared value.
    private static let allowed = Set(targets + ["Synchronization"])

    @Test(arguments: targets) func `a pure target imports nothing that is not pure`(target: String) throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/\(target)")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1, words.count == index + 2 else { continue }
                guard index == 0 || ["public", "package", "internal"].contains(words[0]) else { continue }
                #expect(
                    PureTargetsTests.allowed.contains(String(words[index + 1])), "\(file.lastPathComponent): \(line)")
            }
        }
    }
}

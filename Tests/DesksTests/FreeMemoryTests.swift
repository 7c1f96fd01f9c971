import Foundation
import Testing
import Threads

@Suite struct FreeMemoryTests {
    /// The pages that the process has in memory, in MiB.
    private func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) / 1024
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
    func `what a process has freed goes back to the system, also where something that is kept lies behind`() throws {
        var blocks: [[UInt8]] = (0..<400_000).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 600) }
        let kept = blocks.last
        blocks = []
        let freed = try resident()
        FreeMemory.giveBack()
        #expect(try resident() < freed - 100)
        #expect(kept?.count == 600)
    }
}

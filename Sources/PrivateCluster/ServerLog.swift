import Foundation

/// What a server writes: while it starts, into one file that each start empties; from then on into a file a weekday, which
/// makes room for the next one of its name.
struct ServerLog: Sendable {
    let location: ClusterLocation

    /// How long the files are at a moment.
    struct Mark: Sendable {
        fileprivate let sizes: [String: UInt64]

        /// Before anything was written.
        static let beginning = Mark(sizes: [:])
    }

    /// This moment.
    var now: Mark {
        Mark(sizes: Dictionary(uniqueKeysWithValues: files.map { ($0, LogTail.size(of: $0)) }))
    }

    /// What the latest start had to say, and what was written since a moment.
    func words(since mark: Mark) -> String {
        files.reduce(into: LogTail.text(of: location.logFile, from: 0)) { words, file in
            words += LogTail.text(of: file, from: mark.sizes[file] ?? 0)
        }
    }

    private var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: location.logFolder)) ?? []
        return names.filter { $0.hasPrefix("server.") }.sorted().map { location.logFolder + "/" + $0 }
    }
}

import Foundation

/// The files of this repository.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file that people write citations into.
    struct Source {
        let path: String
        let text: String
    }

    private static let endings: Set = ["swift", "sql", "sh", "py", "yaml", "yml"]

    /// Code, SQL, scripts and contracts, but nothing that a build or a run left behind.
    static func sources() throws -> [Source] {
        guard let paths = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var sources: [Source] = []
        while let path = paths.nextObject() as? String {
            let file = URL(filePath: path)
            guard !file.lastPathComponent.hasPrefix(".") else {
                paths.skipDescendants()
                continue
            }
            let isScript = path.hasPrefix("scripts/") && file.pathExtension.isEmpty && !isFolder(path)
            guard isScript || endings.contains(file.pathExtension) else { continue }
            sources.append(Source(path: path, text: try text(of: path)))
        }
        return sources
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: path).path) }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
    }

    private static func isFolder(_ path: String) -> Bool {
        let values = try? root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory ?? false
    }
}

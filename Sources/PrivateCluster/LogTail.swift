import Foundation

/// The last lines of what a server's program wrote.
enum LogTail {
    static func last(of text: String, lines: Int = 12) -> String {
        text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    /// What a file holds from `offset` bytes on, 64 KiB at most.
    static func text(of path: String, from offset: UInt64) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: max(min(offset, end), end > 65536 ? end - 65536 : 0))
        let bytes = (try? file.readToEnd()) ?? nil
        return String(decoding: bytes ?? Data(), as: UTF8.self)
    }

    static func size(of path: String) -> UInt64 {
        let file = FileHandle(forReadingAtPath: path)
        defer { try? file?.close() }
        return (try? file?.seekToEnd()) ?? 0
    }
}

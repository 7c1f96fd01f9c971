import Foundation

/// Where people read: results on standard output, everything else on standard error.
enum Terminal {
    /// Whether a person watches.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// A line of the result, written at once: a log collector reads it too.
    static func line(_ text: String = "") {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// A remark on the way.
    static func note(_ text: String) {
        write("\(text)\n")
    }

    /// Why it did not work.
    static func error(_ text: String) {
        write("parklog: \(text)\n")
    }

    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

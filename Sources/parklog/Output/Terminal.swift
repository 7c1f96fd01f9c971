import Foundation

/// Where people read: results on standard output, everything else on standard error.
enum Terminal {
    /// Whether a person watches.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// A line of the result, written at once: a log collector reads it too.
    static func line(_ text: String = "") throws(OutputError) {
        try Outlet.output.write("\(text)\n")
    }

    /// A part of a result that is too long to be one text, as UTF-8.
    static func bytes(_ bytes: [UInt8]) throws(OutputError) {
        try Outlet.output.write(String(decoding: bytes, as: UTF8.self))
    }

    /// What a service says of itself on standard output; it goes on where that cannot be written.
    static func announce(_ text: String) {
        do throws(OutputError) {
            try Outlet.output.writeAtOnce("\(text)\n")
        } catch {
            try? Outlet.errors.writeAtOnce("parklog: \(error) The service goes on.\n")
        }
    }

    /// A remark on the way.
    static func note(_ text: String) {
        write("\(text)\n")
    }

    /// Why it did not work.
    static func error(_ text: String) {
        write("parklog: \(text)\n")
    }

    /// Where it cannot be written, there is nowhere left to say so.
    static func write(_ text: String) {
        try? Outlet.errors.write(text)
    }
}

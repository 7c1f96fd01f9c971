import Synchronization

/// Where log lines go: standard error. A line whose reader is behind or gone is left out, so that the log neither holds up nor
/// ends what it tells of; the next line that arrives says how many were.
struct LogStream: TextOutputStream, Sendable {
    private static let lost = Mutex(0)

    mutating func write(_ line: String) {
        LogStream.lost.withLock { lost in
            do throws(OutputError) {
                if lost > 0 { try Outlet.errors.writeAtOnce("parklog: lines of the log that were lost: \(lost)\n") }
                lost = 0
                try Outlet.errors.writeAtOnce(line)
            } catch {
                lost += 1
            }
        }
    }
}

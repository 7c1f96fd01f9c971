import CLibpq
import Logging

/// Takes the server's notices to the log; libpq would print them.
///
/// Only the first line is logged: the others often quote values.
final class NoticeSink {
    private let logger: Logger
    /// Whether the server has given up waiting for a synchronous standby, since somebody asked last: it keeps what it has committed,
    /// tells the statement that is done, and nobody but a notice that no standby may have it.
    private var hasLeftStandbyBehind = false

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Makes this the connection's receiver; the sink must live as long as the connection.
    func attach(to connection: OpaquePointer) {
        _ = PQsetNoticeReceiver(
            connection,
            { argument, result in
                guard let argument, let result else { return }
                Unmanaged<NoticeSink>.fromOpaque(argument).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Whether the server has committed something without its standby, since this was asked last.
    func tookLeaveOfStandby() -> Bool {
        defer { hasLeftStandbyBehind = false }
        return hasLeftStandbyBehind
    }

    private func receive(_ result: OpaquePointer) {
        if ServerField.function.read(from: result) == "SyncRepWaitForLSN" { hasLeftStandbyBehind = true }
        let level = Self.level(ServerField.severity.read(from: result) ?? "")
        var metadata: Logger.Metadata = [:]
        if let state = ServerField.sqlState.read(from: result) { metadata["sqlstate"] = "\(state)" }
        // What libpq says on its own behalf comes without fields.
        let message = ServerField.message.read(from: result) ?? String(cString: PQresultErrorMessage(result))
        logger.log(level: level, "\(message)", metadata: metadata)
    }

    static func level(_ severity: String) -> Logger.Level {
        switch severity {
        case "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5": .debug
        case "LOG", "INFO": .info
        case "NOTICE": .notice
        case "WARNING": .warning
        default: .warning
        }
    }
}

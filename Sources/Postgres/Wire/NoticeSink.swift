import CLibpq
import Logging

/// Takes the server's notices to the log; libpq would print them.
///
/// Only the first line is logged: the others often quote values.
final class NoticeSink {
    private let logger: Logger

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

    private func receive(_ result: OpaquePointer) {
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

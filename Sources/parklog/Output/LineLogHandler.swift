import Logging

/// Writes the log as lines for people. What a logger knows is put into words when a line is written, and not before: most requests
/// write none.
struct LineLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var lines = StreamLogHandler(label: label, stream: LogStream())
        lines.metadata = metadata
        lines.log(event: event)
    }
}

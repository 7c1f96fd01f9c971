import Chronology
import JSON
import Logging
import SystemTime

/// Writes the log as one JSON object a line: `time`, `level`, `message`, and what the message is about, each under its own name.
struct JSONLogHandler: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var stream = LogStream()
        stream.write(JSONLogHandler.line(event, metadata, at: systemClock()))
    }

    /// One line with its end.
    static func line(_ event: LogEvent, _ metadata: Logger.Metadata, at time: Instant) -> String {
        var about = metadata
        if let own = event.metadata { about.merge(own) { $1 } }
        if let error = event.error { about["error"] = "\(error)" }
        for name in ["time", "level", "message"] { about[name] = nil }
        let bytes = JSONWriter.object { writer in
            writer.name("time")
            writer.string("\(time)")
            writer.name("level")
            writer.string(event.level.rawValue)
            writer.name("message")
            writer.string("\(event.message)")
            for (name, value) in about.sorted(by: { $0.key < $1.key }) {
                writer.name(name)
                writer.value(value)
            }
        }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let convertible): string("\(convertible)")
        case .array(let values): array(values) { $0.value($1) }
        case .dictionary(let fields):
            object { writer in
                for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                    writer.name(name)
                    writer.value(value)
                }
            }
        }
    }
}

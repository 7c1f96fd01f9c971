import Logging
import Settings

extension Settings {
    /// The log on standard error, as it is set.
    func logger() -> Logger {
        let isJSON = text(.logFormat) == "json"
        var logger = Logger(label: "parklog") { label in
            if isJSON { JSONLogHandler() } else { LineLogHandler(label: label) }
        }
        logger.logLevel = text(.logLevel).flatMap(Logger.Level.init(rawValue:)) ?? .warning
        return logger
    }
}

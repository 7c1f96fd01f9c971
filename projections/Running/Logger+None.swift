import Logging

extension Logger {
    /// One that says nothing.
    static let none = Logger(label: "none") { _ in SwiftLogNoOpLogHandler() }
}

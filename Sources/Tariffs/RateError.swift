public import Chronology

/// Which field of a rate makes no sense, and why.
public struct RateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field's path, such as `windows[1].until`.
    public let field: String
    /// What is wrong with it.
    public let problem: Problem

    /// What may be wrong with a field.
    public enum Problem: Sendable, Hashable {
        /// It says nothing where something is needed.
        case empty
        /// It has more than so many parts or characters.
        case tooMany(limit: Int)
        /// It is less than nothing.
        case negative
        /// It has no length.
        case noLength
        /// It is not a whole number of minutes.
        case notWholeMinutes
        /// It is longer than this.
        case tooLong(limit: TimeSpan)
        /// It is 24:00, which begins no window.
        case endOfDay
        /// It is not after the beginning.
        case notAfterBeginning
        /// It lies outside the years 1 to 9999.
        case beyondCalendar
    }

    init(_ field: String, _ problem: Problem) {
        self.field = field
        self.problem = problem
    }

    /// Field and problem, as an operator reads them: `windows[1].until is not after the beginning`.
    public var description: String { "\(field) \(problem.text)" }
}

extension RateError.Problem {
    var text: String {
        switch self {
        case .empty: "is empty"
        case .tooMany(let limit): "has more than \(limit) parts"
        case .negative: "is negative"
        case .noLength: "has no length"
        case .notWholeMinutes: "is not a whole number of minutes"
        case .tooLong(let limit): "is longer than \(limit.microseconds / TimeSpan.minutes(1).microseconds) minutes"
        case .endOfDay: "is 24:00, which begins no window"
        case .notAfterBeginning: "is not after the beginning"
        case .beyondCalendar: "lies outside the years 1 to 9999"
        }
    }
}

public import Chronology

/// Which field of a rate, or of a card's terms, makes no sense, and why.
public struct RateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field's path, such as `windows[1].until`.
    public let field: String
    /// What is wrong with it.
    public let problem: Problem

    /// What may be wrong with a field.
    public enum Problem: Sendable, Hashable {
        /// It says nothing where something is needed.
        case empty
        /// It has more than so many parts.
        case tooMany(limit: Int)
        /// It has more than so many characters.
        case tooManyCharacters(limit: Int)
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
        /// It stands there twice.
        case twice
        /// It must be said.
        case unsaid
        /// It is more than 100 %.
        case moreThanAll
        /// A rate with an early bird has none of its own.
        case besideEarlyBird
        /// The last step has no end.
        case endsLast
        /// It is not `#` and six hexadecimal digits.
        case notAColour
        /// No unit is begun under the price.
        case withoutUnit
        /// It is not shorter than a unit.
        case swallowsUnit
        /// It is shorter than the minimum.
        case belowMinimum
    }

    /// A field that makes no sense.
    public init(_ field: String, _ problem: Problem) {
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
        case .tooManyCharacters(let limit): "has more than \(limit) characters"
        case .negative: "is negative"
        case .noLength: "has no length"
        case .notWholeMinutes: "is not a whole number of minutes"
        case .tooLong(let limit): "is longer than \(limit.microseconds / TimeSpan.minutes(1).microseconds) minutes"
        case .endOfDay: "is 24:00, which begins no window"
        case .notAfterBeginning: "is not after the beginning"
        case .beyondCalendar: "lies outside the years 1 to 9999"
        case .twice: "stands there twice"
        case .unsaid: "must be said: included or excluded, as the card has caps"
        case .moreThanAll: "is more than 100 %"
        case .besideEarlyBird: "stand beside an early bird, which has windows of its own"
        case .endsLast: "ends the last step, which has no end"
        case .notAColour: "is not # and six hexadecimal digits"
        case .withoutUnit: "follows no unit, as the price has none"
        case .swallowsUnit: "is not shorter than the unit that it follows"
        case .belowMinimum: "is shorter than the minimum"
        }
    }
}

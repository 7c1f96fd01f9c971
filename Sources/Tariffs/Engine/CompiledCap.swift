import Chronology
import Money

/// A cap with its windows in the form in which they are looked up.
struct CompiledCap {
    let cap: Cap
    let most: Int64
    /// Of whom: a rate by its place on the compiled card; nil for the card itself.
    let rate: Int?
    /// Nil for windows that run from the entry.
    let clock: ClockWindow?
    /// How long a window is, by the clock where it follows one, in microseconds.
    let length: Int64

    /// - Parameter flat: whether days run from the entry.
    init(_ cap: Cap, of rate: Int?, flat: Bool) {
        self.cap = cap
        self.rate = rate
        most = cap.amount.minorUnits
        switch cap.period {
        case .elapsed(let length):
            clock = nil
            self.length = length.microseconds
        case .calendarDay:
            clock = flat ? nil : .day
            length = TimeSpan.days(1).microseconds
        case .clock(let from, let until):
            clock = ClockWindow(Weekday.allCases, from: from, until: until)
            let seconds = Int64(until.seconds - from.seconds)
            length = TimeSpan.seconds(seconds > 0 ? seconds : seconds + 86_400).microseconds
        }
    }
}

extension [CompiledCap] {
    /// In the order in which they settle; of equal lengths by the clock the one named first.
    var shortestFirst: [CompiledCap] {
        enumerated().sorted { ($0.element.length, $0.offset) < ($1.element.length, $1.offset) }.map(\.element)
    }
}

import Chronology
import Money

/// A cap with its windows in the form in which they are looked up.
struct PreparedCap {
    let cap: Cap
    /// Nil for windows that run from the entry.
    fileprivate let clock: ClockWindow?
    private let length: TimeSpan

    private init(_ cap: Cap) {
        self.cap = cap
        switch cap.period {
        case .elapsed(let length):
            clock = nil
            self.length = length
        case .calendarDay:
            clock = .day
            length = .days(1)
        case .clock(let from, let until):
            clock = ClockWindow(Weekday.allCases, from: from, until: until)
            let seconds = Int64(until.seconds - from.seconds)
            length = .seconds(seconds > 0 ? seconds : seconds + 86_400)
        }
    }

    /// The caps in the order in which they settle; of equal lengths by the clock the one that the rate names first.
    static func shortestFirst(_ caps: [Cap]) -> [PreparedCap] {
        caps.map(PreparedCap.init).enumerated()
            .sorted { ($0.element.length, $0.offset) < ($1.element.length, $1.offset) }
            .map(\.element)
    }
}

/// What a cap took off in some of its windows, back to back, from each the same.
struct CapCut {
    let from: Instant
    var until: Instant
    var windows: Int64
    let amount: Int64
}

/// One cap of one rate, counting along a stay.
struct CapMeter {
    let cap: Cap
    private let clock: ClockWindow?
    private let entry: Instant
    private let exit: Instant
    /// The window that was met last, or the time until the next one.
    private var from: Instant
    private(set) var until: Instant
    private var applies = false
    private var admitted: Int64 = 0
    private var refused: Int64 = 0
    /// What was taken off, in order of time.
    private(set) var cuts: [CapCut] = []

    init(_ cap: PreparedCap, for stay: Stay) {
        self.cap = cap.cap
        clock = cap.clock
        entry = stay.entry
        exit = stay.exit
        from = stay.entry
        until = stay.entry
    }

    /// Moves on to the window of an instant, which is not before any instant asked about earlier.
    mutating func advance(to instant: Instant, in zone: ZoneRules) {
        guard until <= instant else { return }
        close()
        if let clock {
            let next = clock.occurrence(endingAfter: instant, horizon: .latest, in: zone)
            applies = next.map { $0.from <= instant } ?? false
            from = applies ? next?.from ?? instant : instant
            until = (applies ? next?.until : next?.from) ?? Instant(microseconds: .max)
        } else if case .elapsed(let length) = cap.period {
            applies = true
            let windows = (instant - entry).microseconds / length.microseconds
            from = entry + TimeSpan(microseconds: windows * length.microseconds)
            until = from + length
        }
    }

    /// How much of an amount, not negative, passes in this window.
    mutating func admit(_ amount: Int64) throws(TariffError) -> Int64 {
        guard applies else { return amount }
        let passes = min(amount, cap.amount.minorUnits - admitted)
        admitted += passes
        refused = try refused.plus(amount - passes)
        return passes
    }

    /// Notes what was taken off in the window that ends.
    mutating func close() {
        defer { (admitted, refused) = (0, 0) }
        guard refused > 0 else { return }
        let cut = CapCut(from: max(from, entry), until: min(until, exit), windows: 1, amount: refused)
        if let last = cuts.last, last.until == cut.from, last.amount == cut.amount {
            cuts[cuts.count - 1].until = cut.until
            cuts[cuts.count - 1].windows += 1
        } else {
            cuts.append(cut)
        }
    }
}

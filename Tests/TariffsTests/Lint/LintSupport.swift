import Chronology
import Money
import Tariffs
import Testing

/// What a valid card's operator is told on Monday, 2 March 2026.
func lint(
    _ rates: Rate..., terms: Terms = Terms(), in zone: ZoneRules = .winter, from day: String = "2026-03-02"
) throws -> [Finding] {
    let card = RateCard(rates: rates, terms: terms)
    try card.validate()
    return card.lint(in: zone, from: LocalDay(day)!)
}

extension [Finding] {
    func of(_ kind: Finding.Kind) -> [Finding] { filter { $0.kind == kind } }

    /// The rates of each finding of a kind.
    func rates(_ kind: Finding.Kind) -> [[String]] { of(kind).map { $0.rates.map(\.text) } }

    /// When each finding of a kind begins, on the wall.
    func meetings(_ kind: Finding.Kind, in zone: ZoneRules = .winter) -> [String?] {
        of(kind).map { $0.meeting.map { String(zone.local($0).description.dropLast(3)) } }
    }
}

extension Window {
    /// On one day of the week between two times.
    static func every(_ day: Weekday, _ from: String, _ until: String) -> Window {
        .weekly(days: [day], from: LocalTime(from)!, until: LocalTime(until)!)
    }
}

extension Rate {
    /// The same rate, changed.
    func with(_ change: (inout Rate) -> Void) -> Rate {
        var rate = self
        change(&rate)
        return rate
    }

    /// The same rate for stays of some lengths and entry days.
    func when(atLeast: TimeSpan? = nil, atMost: TimeSpan? = nil, on days: Set<Weekday> = []) -> Rate {
        with { $0.conditions = StayConditions(entryDays: days, minimumStay: atLeast, maximumStay: atMost) }
    }

    /// An early bird of one price.
    static func bird(_ id: String, _ entry: Window?, _ exit: Window?, to audience: Audience = .everyone) -> Rate {
        Rate(
            id: RateID(id)!, audience: audience, earlyBird: EarlyBird(entry: entry, exit: exit), price: .once(.of(24)))
    }
}

extension Cap {
    static func hour(_ amount: Int64) -> Cap { Cap(.of(amount), in: .elapsed(.hours(1))) }
    static func hours(_ count: Int64, _ amount: Int64) -> Cap { Cap(.of(amount), in: .elapsed(.hours(count))) }
    static func day(_ amount: Int64) -> Cap { Cap(.of(amount), in: .calendarDay) }
    static func clock(_ from: String, _ until: String, _ amount: Int64) -> Cap {
        Cap(.of(amount), in: .clock(from: LocalTime(from)!, until: LocalTime(until)!))
    }
}

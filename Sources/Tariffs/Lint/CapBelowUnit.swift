import Chronology
import Money

extension Inspection {
    /// Caps below what a single unit costs, so that the unit's price is never charged.
    ///
    /// A unit counts where it begins, so a cap for a shorter time than the unit lasts cuts it too; one by the clock
    /// only cuts units that begin in its hours.
    mutating func findCapsBelowUnit() {
        for (place, rate) in card.rates.enumerated() where !isFull(.capBelowUnit) && !isPast(place) {
            for cap in rate.caps { findUnit(above: cap, of: place, "Its cap") }
            guard rate.countsTowardsCardCaps else { continue }
            for cap in card.terms.caps { findUnit(above: cap, of: place, "The card's cap") }
        }
    }

    private mutating func findUnit(above cap: Cap, of place: Int, _ whose: String) {
        var charged = unitHours(of: place, dearerThan: cap.amount)
        if case .clock(let from, let until) = cap.period {
            charged = charged.intersection(.daily(from, until))
        }
        guard let meeting = charged.first(from: start, in: zone) else { return }
        report(
            .capBelowUnit, [place], at: meeting,
            """
            \(whose) \(cap.period.text) is less than a single unit of rate \(name(place)) costs, first at \
            \(clock(meeting)): the unit's price is never charged there. Raise the cap, or lower the price.
            """)
    }

    /// When units of a rate begin that may cost more than an amount.
    private func unitHours(of place: Int, dearerThan amount: Money) -> Timetable {
        let rate = card.rates[place]
        switch rate.price {
        case .perUnit(let price, _), .perDay(let price):
            return price > amount ? chargedHours(of: place) : .never
        case .once(let price):
            return price > amount ? hours[place] : .never
        case .steps(let steps):
            return steps.contains { $0.amount > amount } ? chargedHours(of: place) : .never
        case .weekGrid(let grid):
            let dear = grid.cells.filter { $0.amount > amount }.flatMap(\.hours)
            let anHour = Timetable.aDay / 24
            let week = dear.map { Int64($0.index) * anHour..<Int64($0.index + 1) * anHour }
            return chargedHours(of: place).intersection(Timetable(week: week.united()))
        }
    }

    /// When a rate may charge: an early bird whenever the car stands there.
    private func chargedHours(of place: Int) -> Timetable {
        card.rates[place].earlyBird == nil ? hours[place] : .always
    }
}

extension Rate {
    /// Whether the card's caps are for it.
    var countsTowardsCardCaps: Bool { cardCaps != .excluded }
}

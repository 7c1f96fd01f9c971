import Chronology
import Money

extension Inspection {
    /// Rates whose fractions of an hour never come to their cap for an hour (golden case 26: 2.00 and 1.50, hour 4.00).
    ///
    /// Fractions that come to more are what the cap is for. It is enough that the dearest hour comes to the cap: in
    /// golden case 23 that is the first, 3.00 and 2.00, and later ones at 4.00 are as they should be.
    mutating func findFractions() {
        for (place, rate) in card.rates.enumerated() {
            guard let cap = rate.caps.filter({ $0.period == .hour }).map(\.amount).min(),
                let dearest = rate.price.dearestHour, dearest < cap
            else { continue }
            report(
                .fractionsDoNotSum, [place],
                """
                The fractions of an hour of rate \(name(place)) come to less than its cap for 1 h, which is thus never \
                reached. Make them sum to the hour's price, or lower the cap.
                """)
        }
    }
}

extension CapPeriod {
    static let hour = CapPeriod.elapsed(.hours(1))
}

extension Price {
    /// The most that the units come to which begin in one hour of a stay, of hours in which only units shorter than an
    /// hour begin; nil where there is no such hour.
    ///
    /// It tries a day, and the pure hours of steps that begin later.
    fileprivate var dearestHour: Money? {
        let steps: [Step]
        switch self {
        case .perUnit(let amount, let unit): steps = [Step(amount, every: unit)]
        case .steps(let several): steps = several
        case .once, .perDay, .weekGrid: return nil
        }
        guard !steps.isEmpty, steps.allSatisfy({ $0.every >= .minutes(1) && $0.lasting ?? $0.every > .zero }) else {
            return nil
        }
        let pure = steps.filter { $0.every < .hours(1) && $0.lasting ?? .hours(1) >= .hours(1) }.compactMap {
            try? $0.amount.times(TimeSpan.hours(1).begun($0.every))
        }
        return (pure + steps.hoursOfFirstDay).max()
    }
}

extension [Step] {
    /// What each of the first 24 hours comes to in which only units shorter than an hour begin.
    fileprivate var hoursOfFirstDay: [Money] {
        var sums: [Int64: Money?] = [:]
        var (step, end) = (0, first?.lasting)
        var begins = TimeSpan.zero
        while begins < .hours(24) {
            while let until = end, until <= begins, step < count - 1 {
                step += 1
                end = self[step].lasting.map { until + Swift.min($0, .days(366)) }
            }
            let unit = self[step]
            let hour = begins.microseconds / TimeSpan.hours(1).microseconds
            if unit.every < .hours(1) {
                sums[hour] = (sums[hour] ?? .some(.zero)).flatMap { try? $0.adding(unit.amount) }
            } else {
                sums[hour] = .some(nil)
            }
            begins = begins + Swift.min(unit.every, .days(1))
        }
        return sums.values.compactMap(\.self)
    }
}

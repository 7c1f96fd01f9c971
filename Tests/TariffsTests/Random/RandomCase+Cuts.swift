import TestSupport
import Chronology
import Money
import Tariffs

extension RandomCase {
    /// Puts events of one amount into the stay, on whole minutes, so that its blocks are cut.
    mutating func cut(_ generator: inout Seeded) {
        let minutes = (stay.exit - stay.entry).microseconds / TimeSpan.minutes(1).microseconds
        guard minutes > 2 else { return }
        for index in 0..<Int.random(in: 1...3, using: &generator) {
            let from = stay.entry + .minutes(.random(in: 1..<minutes, using: &generator))
            let until = from + .minutes(.random(in: 1...max(1, minutes / 3), using: &generator))
            let (begins, ends) = (zone.local(from), zone.local(until))
            // Where the clocks go back, the window may end before it begins.
            guard begins < ends else { continue }
            cards[pricingCard]?.rates.append(
                Rate(
                    id: RateID("cut\(index)")!, tier: .event, windows: [.once(from: begins, until: ends)],
                    price: .once(Money(minorUnits: .random(in: 0...90, using: &generator)))))
        }
    }
}

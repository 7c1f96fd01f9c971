import Chronology
import Money
import Testing

import TariffOracle
import Tariffs

/// The engine against one that looks at every minute, feature by feature and all together.
@Suite struct MinuteByMinuteTests {
    private func agree(_ count: Int, _ wishes: Wishes, cut: Bool = false) throws {
        try forAll(count, wishes) { random, comment, generator in
            var random = random
            if cut { random.cut(&generator) }
            let charge = try random.charge()
            let minutes = try random.minuteByMinute()
            #expect(charge.total.minorUnits == minutes.total, comment)
            #expect(charge.tax?.amount.minorUnits == minutes.tax, comment)
            let candidates = charge.candidates.map(\.total.minorUnits)
            #expect(candidates == (minutes.candidates.count == 1 ? [] : minutes.candidates), comment)
        }
    }

    @Test func `an engine that looks at every minute agrees`() throws {
        try agree(500, Wishes())
    }

    @Test(arguments: Feature.allCases) func `it agrees on`(feature: Feature) throws {
        try agree(250, Wishes(feature))
    }

    @Test(arguments: Feature.allCases) func `it agrees beside rivals and caps on`(feature: Feature) throws {
        try agree(250, Wishes(.rivals, .caps, feature))
    }

    @Test(arguments: [Feature.steps, .tolerance, .cardCaps, .overstays, .free])
    func `it agrees on where rates meet, beside`(feature: Feature) throws {
        try agree(250, Wishes(.crossings, .rivals, .steps, .tolerance, feature))
    }

    @Test func `it agrees where events cut into a stay, whatever the crossing, with coverage and agreements`() throws {
        try agree(500, Wishes(.crossings, .steps, .agreements, .free), cut: true)
        try agree(500, Wishes(.crossings, .steps, .tolerance, .caps, .cardCaps, .agreements), cut: true)
    }

    @Test func `it agrees on all features together`() throws {
        try agree(1_500, .everything)
    }
}

extension RandomCase {
    /// The clocks around all that random cases lie near.
    private static let clocks = Result {
        try changes.get().map { zone, change in
            WallClock(zone, from: change - .minutes(2_000) - .days(3), until: change + .minutes(1_000) + .days(6))
        }
    }

    fileprivate func minuteByMinute() throws -> MinuteByMinute {
        MinuteByMinute(stay, by: cards, on: try RandomCase.clocks.get()[change])
    }
}

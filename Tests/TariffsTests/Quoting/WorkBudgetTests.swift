import Chronology
import Money
import Tariffs
import TestSupport
import Testing

/// How much may be looked at for many prices together.
@Suite struct WorkBudgetTests {
    private let entry = ZoneRules.winter.instant("2026-03-02T09:00")

    /// Rates that follow one another around the clock.
    private func tariff(rates count: Int64) throws -> Tariff {
        let rates = (0..<count).map { place in
            let (from, until) = (1440 * place / count, 1440 * (place + 1) / count)
            return Rate("r\(place)", .perUnit(.cents(place + 1), every: .minutes(7)), .daily(clock(from), clock(until)))
        }
        return try Tariff(RateBook(rates), in: .winter)
    }

    private func clock(_ minute: Int64) -> String {
        func digits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(digits(minute / 60)):\(digits(minute % 60))"
    }

    private func stay(_ length: TimeSpan) -> Stay { Stay(entry: entry, exit: entry + length) }

    /// What a price takes.
    private func work(_ tariff: Tariff, _ length: TimeSpan) throws -> Int {
        var budget = WorkBudget(1_000_000_000)
        let before = budget.left
        _ = try tariff.price(stay(length), within: &budget)
        return before - budget.left
    }

    @Test func `the same price takes the same work each time, and costs what it costs without a budget`() throws {
        let tariff = try tariff(rates: 50)
        #expect(try work(tariff, .days(31)) == work(tariff, .days(31)))
        var budget = WorkBudget(1_000_000_000)
        #expect(try tariff.price(stay(.days(3)), within: &budget) == tariff.price(stay(.days(3))))
    }

    @Test func `a longer stay and more rates take more work, and no price takes none`() throws {
        let few = try tariff(rates: 2)
        #expect(try work(few, .zero) > 0)
        #expect(try work(few, .days(2)) > work(few, .days(1)))
        #expect(try work(tariff(rates: 50), .days(1)) > 10 * work(few, .days(1)))
    }

    @Test func `a budget that does not last ends in an error, spent, and one that lasts has something left`() throws {
        let tariff = try tariff(rates: 50)
        let needed = try work(tariff, .days(31))
        for left in [0, 1, needed / 3, needed - 1] {
            var budget = WorkBudget(left)
            _ = try? tariff.price(stay(.days(31)), within: &budget)
            #expect(budget.isSpent, "\(left)")
        }
        // Where it ends early, it does so with the error of a stay that is too much.
        var third = WorkBudget(needed / 3)
        #expect(throws: TariffError.tooMuchWork) { try tariff.price(stay(.days(31)), within: &third) }
        var budget = WorkBudget(needed + 1)
        _ = try tariff.price(stay(.days(31)), within: &budget)
        #expect(budget.left == 1)
    }

    @Test func `a stay that is too much by itself leaves the budget to others`() throws {
        var tariff = try tariff(rates: 50)
        tariff.mostWork = 1_000
        var budget = WorkBudget(1_000_000)
        #expect(throws: TariffError.tooMuchWork) { try tariff.price(stay(.days(31)), within: &budget) }
        #expect(!budget.isSpent)
        _ = try tariff.price(stay(.minutes(10)), within: &budget)
    }

    @Test func `a search for how long an amount lasts stops where its budget does`() throws {
        let tariff = try tariff(rates: 50)
        var search = AffordableSearch(.of(1_000_000), for: stay(.zero), upTo: .days(31))
        var budget = WorkBudget(2_000_000)
        var minutes = 0
        while !budget.isSpent, search.found == nil {
            try? search.lookFurther(by: tariff, within: &budget)
            minutes += 1
        }
        #expect(search.found == nil)
        #expect((10..<44_640).contains(minutes))
    }

    @Test func `a search finds what is found at once, minute by minute`() throws {
        try forAll(40, .everything.toTheMicrosecond) { random, comment, generator in
            let tariff = try Tariff(random.book, in: random.zone)
            let length = TimeSpan.seconds(.random(in: 1...9_000, using: &generator))
            let amount = Money.cents(.random(in: 0...3_000, using: &generator))
            var search = AffordableSearch(amount, for: random.stay, upTo: length)
            var (budget, steps) = (WorkBudget.unlimited, Int64(0))
            while search.found == nil {
                try search.lookFurther(by: tariff, within: &budget)
                steps += 1
            }
            #expect(try search.found == tariff.affordable(amount, for: random.stay, upTo: length), comment)
            #expect(steps == (length.microseconds + 59_999_999) / 60_000_000, comment)
        }
    }

    @Test func `a stay that is rounded once is composed for the ends that may matter, and not for every one`() throws {
        // The first minute of every quarter hour is dear, so each of the many ends may make the stay dearer than the last one.
        let dear = Rate(
            id: RateID("dear")!, tier: .advanced,
            windows: (0..<96).map { Window.daily(clock($0 * 15), clock($0 * 15 + 1)) },
            price: .perUnit(Money(minorUnits: 100_000_00), every: .days(366)))
        let free = Rate("free", .perUnit(.zero, every: .minutes(1)))
        let tariff = try Tariff(RateBook([dear, free], terms: Terms(crossing: .lastStepOnTotal)), in: .winter)
        var budget = WorkBudget(5_000_000)
        let charge = try tariff.price(stay(.days(10)), within: &budget)
        #expect(charge.total > .zero)
    }
}

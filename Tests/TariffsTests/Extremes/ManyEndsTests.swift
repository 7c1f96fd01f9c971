import Chronology
import Money
import Tariffs
import Testing

/// A stay that is rounded up once, at one of thousands of ends.
@Suite struct ManyEndsTests {
    /// Rates that take turns within each hour, one of which is capped: what stands beside the time by the unit looks like much more than
    /// it is, so that nearly every end may be the dearest.
    private static func rates() -> [Rate] {
        func windows(_ from: Int, _ until: Int) -> [Window] {
            (0..<24).map { hour in
                .weekly(days: Set(Weekday.allCases), from: time(hour, from), until: time(hour, until))
            }
        }
        func time(_ hour: Int, _ minute: Int) -> LocalTime {
            LocalTime(hour: hour + minute / 60, minute: minute % 60)!
        }
        let euro = Money(minorUnits: 100)
        var once = Rate(id: RateID("b")!, windows: windows(20, 40), price: .once(Money(minorUnits: 50_00)))
        once.caps = [Cap(euro, in: .elapsed(.hours(24)))]
        return [
            Rate(id: RateID("a")!, windows: windows(0, 20), price: .perUnit(euro, every: .minutes(15))), once,
            Rate(id: RateID("c")!, windows: windows(40, 60), price: .perUnit(euro, every: .minutes(10))),
        ]
    }

    @Test func `is priced within the work of one price, or refused as too much`() throws {
        let tariff = try Tariff(RateBook(Self.rates(), terms: Terms(crossing: .lastStepOnTotal)), in: .utc)
        let entry = Instant("2026-03-02T00:05:00Z")!
        #expect(try tariff.price(Stay(entry: entry, exit: entry + .days(2))).total > .zero)
        #expect(throws: TariffError.tooMuchWork) { try tariff.price(Stay(entry: entry, exit: entry + .days(366))) }
    }
}

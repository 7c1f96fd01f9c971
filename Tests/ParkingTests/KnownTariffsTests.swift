import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A book is compiled once for all stays that know the same of it; nobody may notice.
@Suite struct KnownTariffsTests {
    let eight = LocalDay.monday.at("08:00")
    let ten = LocalDay.monday.at("10:00")

    private func total(_ garage: Garage, _ car: CarIdentity) throws -> Int64 {
        let session = try #require(garage.session(of: car))
        guard case .charged(let charge) = garage.charge(of: session, until: ten) else { throw TariffError.overflow }
        return charge.total.minorUnits
    }

    @Test func `copies of a garage that publish different rates price by their own`() throws {
        let before = given(.open(5), at(.opening, .ratePublished(.init(.hourly("day", 3)))))
        var (cheap, dear) = (before, before)
        cheap.take(at(eight - .hours(2), .ratePublished(.init(.hourly("day", 1)))))
        dear.take(at(eight - .hours(2), .ratePublished(.init(.hourly("day", 9)))))
        for car in [CarIdentity.anna, .ben] {
            cheap.take(at(eight, .entered(car)))
            dear.take(at(eight, .entered(car)))
            #expect(try total(cheap.garage, car) == 200)
            #expect(try total(dear.garage, car) == 1_800)
        }
    }

    @Test func `stays that came in before and after a rate keep to what each knows`() throws {
        let garage = given(
            .open(5), at(.opening, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna)),
            at(eight + .minutes(30), .ratePublished(.init(.hourly("day", 9)))), at(eight + .hours(1), .entered(.ben))
        ).garage
        for _ in 0..<2 {
            #expect(try total(garage, .anna) == 600)
            #expect(try total(garage, .ben) == 900)
        }
    }
}

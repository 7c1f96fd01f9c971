import Chronology
@testable import Parking
import Testing

/// What is kept so that stays are forgotten in time is bounded itself.
@Suite struct StayAgendaTests {
    @Test func `a car that stays for a year does not keep when all others came in`() throws {
        var site = try Site(.open(50))
        try site.send(.opened(.plate(PlateID(999))), at: LocalDay.monday.at("07:00"))
        for day in 0..<365 {
            let morning = LocalDay.monday.advanced(by: day).at("08:00")
            for car in 1...5 {
                let now = morning + .minutes(Int64(car))
                try site.send(.opened(.plate(PlateID(car))), at: now)
                try site.send(.left(.plate(PlateID(car))), at: now + .hours(2))
            }
        }
        let stays = site.garage.stays
        #expect(stays.past.entries.count <= 2 * (stays.open.count + stays.over.count) + 80)
        #expect(site.garage.session(of: .plate(PlateID(999))) != nil)
    }
}

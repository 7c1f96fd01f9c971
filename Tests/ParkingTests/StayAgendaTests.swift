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
        #expect(stays.past.inside.count <= 2 * stays.open.count + 80)
        #expect(site.garage.session(of: .plate(PlateID(999))) != nil)
    }

    @Test func `of cars that nobody can tell apart no exit is looked for again that has ended a stay`() throws {
        var site = try Site(.open(50))
        for minute in 0..<500 {
            let now = LocalDay.monday.at("07:00") + .minutes(Int64(minute))
            try site.send(.opened(), at: now)
            try site.send(.left(), at: now + .seconds(40))
        }
        // Three more leave than came in.
        for minute in 1...3 { try site.send(.left(), at: LocalDay.monday.at("16:00") + .minutes(Int64(minute))) }
        let unnamed = site.garage.stays.unnamed
        #expect(unnamed.exits.count == 3 && unnamed.inside.count == 0 && unnamed.entered.count == 500)
        // What is forgotten goes, in its time.
        try site.send(.opened(), at: LocalDay.monday.advanced(by: 40).at("07:00"))
        #expect(site.garage.stays.unnamed.exits.count == 0 && site.garage.stays.unnamed.entered.count == 1)
    }

    @Test func `an unread car ends the stay that began first, whatever is told later`() throws {
        var site = try Site(.open(50))
        try site.send(.opened(.plate(PlateID(1))), at: LocalDay.monday.at("09:00"))
        try site.send(.opened(.plate(PlateID(2))), at: LocalDay.monday.at("09:05"))
        // Told late: it came in before both.
        let eight = LocalDay.monday.at("08:00")
        try site.send(.opened(.plate(PlateID(3)), happened: eight), at: LocalDay.monday.at("09:06"))
        try site.send(.left(), at: LocalDay.monday.at("10:00"))
        #expect(site.garage.session(of: .plate(PlateID(3))) == nil)
        try site.send(.left(), at: LocalDay.monday.at("10:10"))
        #expect(site.garage.session(of: .plate(PlateID(1))) == nil)
        #expect(site.garage.session(of: .plate(PlateID(2))) != nil)
    }
}

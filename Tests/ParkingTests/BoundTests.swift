import Chronology
import Testing

@testable import Parking

/// A garage's state is bounded: what no command can name any more leaves it.
@Suite struct BoundTests {
    /// How many values something holds, its parts' parts included.
    private func size(_ value: Any) -> Int {
        Mirror(reflecting: value).children.reduce(1) { $0 + size($1.value) }
    }

    /// A garage of which only the settings are left.
    private func quiet(_ site: inout Site, at now: Instant) throws -> Int {
        // An event makes it let go of what is over, and a change that changes nothing is none.
        var settings = try #require(site.garage.settings)
        settings.exitGrace = .minutes(settings.exitGrace == .minutes(15) ? 16 : 15)
        try site.send(.configureGarage(.init(settings)), at: now)
        return size(site.garage)
    }

    private func visits(_ site: inout Site, days: Int) throws {
        for day in 0..<days {
            let morning = LocalDay.monday.advanced(by: day).at("08:00")
            for car in 1...20 {
                let now = morning + .minutes(Int64(car))
                let name = "\(day)-\(car)"
                try site.send(
                    .reserve(.init(plate: PlateID(car), day: .monday.advanced(by: day), holder: .member)), at: now)
                try site.send(.seen(PlateID(car), read: "s\(name)"), at: now)
                try site.send(.opened(.plate(PlateID(car)), read: "o\(name)"), at: now + .seconds(5))
                try site.send(.seen(PlateID(100 + car)), at: now)
                try site.send(.left(.plate(PlateID(car)), read: "l\(name)"), at: now + .hours(2))
                try site.send(.left(.ticket(TicketID(name)!)), at: now + .hours(2))
            }
        }
    }

    @Test func `a year of visits leaves nothing behind once the last car has gone`() throws {
        var fresh = try Site(.open(50))
        var busy = try Site(.open(50))
        try visits(&busy, days: 365)
        let end = LocalDay.monday.advanced(by: 400).at("12:00")
        #expect(try quiet(&busy, at: end) == quiet(&fresh, at: end))
        #expect(busy.garage.inside == 0)
    }

    @Test func `a clock that was off for weeks leaves nothing behind but how it went`() throws {
        var (fresh, busy) = (try Site(.open(50)), try Site(.open(50)))
        // What a lane's clock shows is bounded by how many reports count.
        for number in 1...16 {
            let now = LocalDay.monday.at("08:00") + .minutes(Int64(number))
            try fresh.send(.opened(.plate(PlateID(number)), happened: now + .hours(1), sent: now + .hours(1)), at: now)
        }
        let off = LocalDay.monday.at("10:00")
        try fresh.send(
            .plateSeen(.init(PlateID(1), Passage(gate: .entry, occurredAt: off, sentAt: off))), at: off - .hours(1))
        for day in 0..<60 {
            for car in 1...5 {
                let now = LocalDay.monday.advanced(by: day).at("08:00") + .minutes(Int64(car))
                let (plate, name) = (CarIdentity.plate(PlateID(car)), "\(day)-\(car)")
                try busy.send(.opened(plate, happened: now + .hours(1), sent: now + .hours(1), read: name), at: now)
                try busy.send(.left(plate), at: now + .hours(2))
                if car == 1, let last = busy.garage.quarantined.last {
                    try busy.send(.releasePassage(.init(last.id, at: now, .misread)), at: now + .hours(3))
                }
            }
        }
        #expect(busy.garage.quarantined.count <= 4 * 32)
        let end = LocalDay.monday.advanced(by: 400).at("12:00")
        // Whatever it was on the list for is put right.
        while let exception = fresh.garage.exceptions.first {
            try fresh.send(.dismissException(.init(exception.id, .misread)), at: end - .hours(1))
        }
        while let exception = busy.garage.exceptions.first {
            try busy.send(.dismissException(.init(exception.id, .misread)), at: end - .hours(1))
        }
        #expect(try quiet(&busy, at: end) == quiet(&fresh, at: end))
    }

    @Test func `what a device reported is kept for as long as it may be told again, and no longer`() throws {
        var site = try Site(.open(50) { $0.lateness = .hours(24) })
        try visits(&site, days: 10)
        /// How many entries each part of what is known of reports has.
        func entries() throws -> [String: Int] {
            let gates = try #require(Mirror(reflecting: site.garage).descendant("gates"))
            let reads = try #require(Mirror(reflecting: gates).descendant("reads"))
            return Mirror(reflecting: reads).children.reduce(into: [:]) { counts, part in
                counts[part.label ?? ""] = Mirror(reflecting: part.value).children.count
            }
        }
        // Today's 20 cars with three ids each, and yesterday's that left within the last 25 hours.
        let day = LocalDay.monday.advanced(by: 9)
        var counts = try entries()
        #expect(counts["byDevice"] == 60 + 20)
        // Of what a camera read without an id, only what it may still stare at.
        #expect(counts["byCar"] == 40)
        _ = try quiet(&site, at: day.at("16:00"))
        counts = try entries()
        #expect(counts == ["byDevice": 60, "byCar": 0, "takenBack": 0])
        _ = try quiet(&site, at: day.next.at("12:00"))
        #expect(try entries().values.allSatisfy { $0 == 0 })
    }

    @Test func `the tenth week holds no more than the sixth`() throws {
        var short = try Site(.open(50))
        var long = short
        try visits(&short, days: 42)
        try visits(&long, days: 70)
        #expect(size(long.garage) <= size(short.garage))
    }

    @Test func `a car that stays keeps its session, and nothing else`() throws {
        var site = try Site(.open(50))
        let guest = PlateID(999)
        try site.drive(guest, at: LocalDay.monday.at("08:00"))
        try visits(&site, days: 30)
        _ = try quiet(&site, at: LocalDay.monday.advanced(by: 400).at("12:00"))
        #expect(site.garage.sessions.values.map(\.plate) == [guest])
        #expect(site.garage.session(of: .plate(guest))?.enteredAt == LocalDay.monday.at("08:00") + .seconds(5))
    }

    @Test func `a year of permits leaves nothing behind once they have ended`() throws {
        var fresh = try Site(.open(50))
        var busy = try Site(.open(50))
        for day in (0..<365).map({ LocalDay.monday.advanced(by: $0) }) {
            for car in 1...5 {
                try busy.send(.pass(PlateID(car), day, day), at: day.at("08:00"))
                try busy.send(.membership(PlateID(car), [.staff], day, day), at: day.at("08:00"))
            }
            try busy.send(.pass(PlateID(6), day.next), at: day.at("08:00"))
            try busy.send(.revokePermit(.init(PermitID(busy.garage.version))), at: day.at("09:00"))
        }
        let end = LocalDay.monday.advanced(by: 400).at("12:00")
        #expect(try quiet(&busy, at: end) == quiet(&fresh, at: end))
    }

    @Test func `an ended permit is known as long as a stay that it covered, and one without an end for ever`() throws {
        var site = try Site(.open(50))
        try site.send(.pass(.anna, .monday, .monday), at: LocalDay.monday.at("08:00"))
        try site.send(.pass(.ben, .monday), at: LocalDay.monday.at("08:00"))
        try site.send(.opened(.anna, happened: LocalDay.monday.at("23:30")), at: LocalDay.thursday.at("23:30"))
        #expect(site.garage.session(of: .anna)?.rights.map(\.id.version) == [2])
        let friday = LocalDay.thursday.next.at("00:00")
        _ = try quiet(&site, at: friday)
        #expect(site.garage.permit(PermitID(2))?.plate == .anna)
        try site.send(.left(.anna), at: friday + .minutes(11))
        #expect(site.garage.permit(PermitID(2))?.plate == .anna)
        let monday = LocalDay.monday.advanced(by: 7)
        _ = try quiet(&site, at: monday.at("01:00"))
        #expect(site.garage.permit(PermitID(2))?.plate == .anna)
        _ = try quiet(&site, at: monday.at("01:12"))
        #expect(site.garage.permit(PermitID(2)) == nil)
        #expect(throws: Refusal.unknownPermit(PermitID(2))) {
            try site.send(.revokePermit(.init(PermitID(2))), at: monday.at("01:12"))
        }
        _ = try quiet(&site, at: LocalDay.monday.advanced(by: 4_000).at("12:00"))
        #expect(site.garage.permit(PermitID(3))?.plate == .ben)
    }
}

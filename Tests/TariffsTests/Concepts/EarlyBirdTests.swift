import Chronology
import Money
import Testing

import Tariffs

@Suite struct EarlyBirdTests {
    let casual = Rate("casual", .hourly(15))
    let bird = Rate("early-bird", .once(.of(24)), earlyBird: .morningToAfternoon)

    private func isMet(_ bird: Rate, _ entry: String, _ exit: String) throws -> Bool {
        let charge = try charge(stay("2026-03-02T\(entry)", "2026-03-\(exit)"), casual, bird)
        return charge.candidates.count == 2
    }

    @Test func `both ends of both windows belong to them`() throws {
        #expect(try isMet(bird, "09:30:00", "02T15:00:00"))
        #expect(try isMet(bird, "00:00:00", "02T18:00:00"))
        #expect(try !isMet(bird, "09:30:01", "02T15:00:00"))
        #expect(try !isMet(bird, "09:30:00", "02T14:59:59"))
        #expect(try !isMet(bird, "09:30:00", "02T18:00:01"))
    }

    @Test func `it never lasts into a second day by itself`() throws {
        #expect(try !isMet(bird, "09:00", "03T16:00"))
    }

    @Test func `an entry as the exit's window closes has the next one before it`() throws {
        let any = Rate("any", .once(.of(24)), earlyBird: EarlyBird(exit: .daily("00:00", "24:00")))
        #expect(try isMet(any, "00:00", "02T01:00"))
        let afternoon = Rate("afternoon", .once(.of(24)), earlyBird: EarlyBird(exit: .daily("15:00", "18:00")))
        #expect(try isMet(afternoon, "18:00", "03T16:00"))
    }

    @Test func `after hours it lasts over midnight`() throws {
        let night = EarlyBird(entry: .daily("17:00", "21:00"), exit: .daily("05:00", "09:00"))
        let afterHours = Rate("after-hours", .once(.of(10)), earlyBird: night)
        #expect(try isMet(afterHours, "18:00", "03T07:00"))
        #expect(try !isMet(afterHours, "18:00", "04T07:00"))
    }

    @Test func `either window may be left out`() throws {
        let comes = Rate("comes-early", .daily(20), earlyBird: EarlyBird(entry: .daily("06:00", "07:00")))
        #expect(try isMet(comes, "06:30", "05T23:00"))
        #expect(try !isMet(comes, "07:01", "02T08:00"))
        let leaves = Rate("leaves-early", .once(.of(5)), earlyBird: EarlyBird(exit: .daily("05:00", "07:00")))
        #expect(try isMet(leaves, "06:00", "02T07:00"))
        #expect(try isMet(leaves, "08:00", "03T05:00"))
        #expect(try !isMet(leaves, "08:00", "04T05:00"))
    }

    @Test func `it prices the whole stay on its own lines`() throws {
        let charge = try charge(stay("2026-03-02T09:00", "2026-03-02T17:00"), casual, bird)
        #expect(charge.lines.map(\.rate) == [bird.id])
        #expect(charge.lines.map(\.unit) == [.once])
        #expect(charge.lines.map(\.amount) == [.of(24)])
        #expect(charge.candidates.map(\.way) == [.layered, .earlyBird(bird.id, version: 2)])
    }

    @Test func `where it costs as much the rates in force are charged`() throws {
        let equal = Rate("early-bird", .once(.of(120)), earlyBird: .morningToAfternoon)
        let charge = try charge(stay("2026-03-02T09:00", "2026-03-02T17:00"), casual, equal)
        #expect(charge.lines.map(\.rate) == [casual.id])
        #expect(charge.candidates.map(\.isChosen) == [true, false])
        #expect(charge.leftOut.map(\.reason) == [.dearer])
    }

    @Test func `of several the cheapest is charged, and a group's only to the group`() throws {
        let staff = Rate("staff-bird", .once(.of(9)), to: .staff, earlyBird: .morningToAfternoon)
        let (from, until) = ("2026-03-02T09:00", "2026-03-02T17:00")
        let own = try charge(stay(from, until, groups: [.staff]), casual, bird, staff)
        #expect(own.total == .of(9))
        #expect(own.candidates.map(\.total) == [.of(120), .of(24), .of(9)])
        let other = try charge(stay(from, until), casual, bird, staff)
        #expect(other.total == .of(24))
        #expect(other.leftOut.map(\.reason) == [.dearer, .otherAudience])
    }

    @Test func `it asks for nothing where all time is covered`() throws {
        let covered = [("2026-03-01T00:00", "2026-03-03T00:00")]
        let charge = try charge(stay("2026-03-02T09:00", "2026-03-02T17:00", covered: covered), bird)
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.covered])
    }
}

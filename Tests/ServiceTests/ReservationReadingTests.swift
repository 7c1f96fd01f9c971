import Projections
import Chronology
import TestSupport
import Parking
import Hosting
import Testing

/// Which reservations there are, and what became of them.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReservationReadingTests {
    @Test func `a reservation stands, is used, is given back, or nobody came`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            try await site.reserve("M-AB 1")
            try await site.reserve("M-CD 2")
            try await site.reserve("M-EF 3")
            try await site.reserve("M-AB 1", "2026-03-03")
            clock.set(.monday + .minutes(5))
            try await site.send(.cancel, #"{"reservation": 4}"#)
            try await site.reserve("M-EF 3")
            let first = SessionID(version: try await site.drive("M-AB 1"))
            clock.set(.monday + .hours(2))
            try await site.leave("M-AB 1")
            clock.set(.monday + .hours(3))
            let second = SessionID(version: try await site.drive("M-AB 1"))
            try await site.leave("M-AB 1")

            let cancelled = ReservationView.Fate.cancelled(at: .monday + .minutes(5))
            try await reading.tells(["7 standing", "5 standing", "4 cancelled", "3 standing", "2 used"])
            try await reading.tells(["5 standing", "2 used"], plate: "m-ab 1")
            try await reading.tells(["7 standing", "4 cancelled"], plate: "MEF3", day: "2026-03-02")
            try await reading.tells(["5 standing"], day: "2026-03-03")
            try await reading.tells([], plate: "X 1")
            let all = try await reading.queries.reservations(of: .mitte)
            #expect(all[2].fate == cancelled)
            #expect(all[4].fate == .used([first, second]))
            #expect(all[4].from == Instant("2026-03-02T00:00:00+01:00"))
            #expect(all[4].until == Instant("2026-03-03T00:00:00+01:00"))
            #expect(all[4].reservedAt == .monday)

            // The clock alone makes it so.
            clock.set(Instant("2026-03-02T23:59:59+01:00")!)
            try await reading.tells(["7 standing", "3 standing"], day: "2026-03-02", but: ["used", "cancelled"])
            clock.set(Instant("2026-03-03T00:00:00+01:00")!)
            try await reading.tells(["7 no-show", "3 no-show"], day: "2026-03-02", but: ["used", "cancelled"])
            let page = try await reading.queries.reservations(of: .mitte, after: 5, limit: 2)
            #expect(page.map(\.id.version) == [4, 3])
            let then = AsOf(.monday + .minutes(1))
            let past = try await reading.queries.reservations(of: .mitte, asOf: then)
            #expect(past.map(\.fate) == [.standing, .standing, .standing, .standing])
        }
    }

    @Test func `a late fact and a correction change what became of it`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            try await site.reserve("M-AB 1")
            try await site.reserve("M-CD 2")
            clock.set(.monday + .days(1))
            try await reading.tells(["3 no-show", "2 no-show"])
            // The gate was offline.
            let late = #", "occurredAt": "\#(Instant.monday + .hours(1))""#
            let session = try await site.drive("M-AB 1", late)
            try await site.send(
                .exit, #"{"plate": "M-AB 1", "gate": "out", "occurredAt": "\#(Instant.monday + .hours(2))"}"#)
            try await reading.tells(["3 no-show", "2 used"])
            try await site.send(.correctPlate, #"{"session": \#(session), "plate": "M-CD 2", "reason": "misread"}"#)
            try await reading.tells(["3 used", "2 no-show"])
        }
    }

    @Test func `a car that is inside when its day begins uses it, one that left before it was reserved does not`()
        async throws
    {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            try await site.drive("M-AB 1")
            try await site.drive("M-CD 2")
            clock.set(.monday + .hours(1))
            try await site.leave("M-CD 2")
            clock.set(.monday + .hours(2))
            try await site.reserve("M-AB 1", "2026-03-03")
            try await site.reserve("M-CD 2")
            // Rule 13: it pays, and is of use, from when the log knew it.
            try await site.reserve("M-AB 1")
            try await reading.tells(["9 used", "8 standing", "7 standing"])
            clock.set(Instant("2026-03-03T00:00:00+01:00")!)
            try await reading.tells(["9 used", "8 no-show", "7 used"])
        }
    }

    @Test func `hours that were paid are used within them`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            try await site.send(.ratePublished, ReservationReadingTests.grid)
            let booked = try await site.send(
                .reserve, #"{"plate": "M-AB 1", "start": "2026-03-02T12:00", "hours": 2}"#
            ).answer.result.reservation
            let number = try #require(booked)
            try await site.drive("M-AB 1")
            clock.set(Instant("2026-03-02T11:00:00+01:00")!)
            try await site.leave("M-AB 1")
            try await reading.tells(["\(number) standing"])
            clock.set(Instant("2026-03-02T13:59:59+01:00")!)
            try await reading.tells(["\(number) standing"])
            clock.set(Instant("2026-03-02T14:00:00+01:00")!)
            try await reading.tells(["\(number) no-show"])
            try await site.drive("M-AB 1")
            try await reading.tells(["\(number) no-show"])
            let view = try #require(try await reading.queries.reservations(of: .mitte).first)
            #expect(view.from == Instant("2026-03-02T12:00:00+01:00"))
            #expect(view.day.description == "2026-03-02")
        }
    }

    private static let grid = """
        {"id": "flex", "price": {"weekGrid": [
            {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "18:00"}]}]}}
        """
}

extension ReadingSite {
    /// Expects reservations and what became of them, by the read model and by the log alike.
    ///
    /// - Parameter but: what is left out.
    fileprivate func tells(
        _ lines: [String], plate: String? = nil, day: String? = nil, but others: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await catchUp()
        for asOf in [nil, AsOf(clock.now), AsOf(clock.now, basis: .happened)] {
            let told = try await queries.reservations(
                of: garage, plate: plate.flatMap { Plate($0) }, day: day.flatMap { LocalDay($0) }, asOf: asOf)
            let found = told.filter { !others.contains($0.fate.name) }.map { "\($0.id) \($0.fate.name)" }
            #expect(found == lines, "\(asOf.map { "\($0.basis)" } ?? "now")", sourceLocation: sourceLocation)
        }
    }
}

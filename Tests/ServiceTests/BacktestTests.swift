import Quoting
import Projections
import Chronology
import TestSupport
import Money
import Parking
import JSON
import Hosting
import Tariffs
import Testing

/// What another card would have brought in.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct BacktestTests {
    private static func candidate(currency: String = "EUR", half: String = "1.50") throws -> RateCardDocument {
        let json = """
            {"card": "next", "name": "Next", "currency": "\(currency)", "timeZone": "Europe/Berlin",
             "crossing": "perBlock", "rates": [
                {"id": "half", "price": {"perUnit": "\(half)", "every": "30 min"}},
                {"id": "film", "validation": "cinema", "price": {"perUnit": "1", "every": "2 h"}}]}
            """
        return try RateCardDocument(json: Array(json.utf8))
    }

    /// 2 an hour, trucks 5, at the cinema 1, at the hospital an hour less; the bus stays for too long to be priced.
    private static let book = [
        #"{"card": "standard", "crossing": "perBlock", "agreements": [{"id": "hospital", "minutesOff": "1 h"}], "rates": ["#
            + #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}},"#
            + #"{"id": "cinema", "validation": "cinema", "price": {"perUnit": "1.00", "every": "1 h"}}]}"#,
        #"{"card": "truck", "crossing": "perBlock", "rates": [{"id": "hour", "price": {"perUnit": "5.00", "every": "1 h"}}]}"#,
        #"{"card": "bus", "crossing": "perBlock", "rates": [{"id": "hour", "price": "#
            + #"{"perUnit": "1.00", "every": "1 h"}}]}"#,
    ]

    private struct Drive {
        let plate: String
        /// Minutes after eight.
        let entry: Int64
        let minutes: Int64
        var vehicle: String?
        var then: (name: CommandName, field: String)?
    }

    /// Lets cars come and go on Monday, each in its time; answers their sessions.
    private func run(_ drives: [Drive], in reading: ReadingSite) async throws -> [Int64] {
        let (site, clock) = (reading.site, reading.clock)
        var sessions = [Int64](repeating: 0, count: drives.count)
        let moments = drives.enumerated().flatMap { index, drive in
            [(drive.entry, 1, index), (drive.entry + drive.minutes, 0, index)]
        }
        for (minute, isEntry, index) in moments.sorted(by: { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }) {
            let drive = drives[index]
            clock.set(.monday + .minutes(minute))
            guard isEntry == 1 else {
                if let (name, field) = drive.then {
                    try await site.send(name, #"{"plate": "\#(drive.plate)", \#(field)}"#)
                }
                try await site.leave(drive.plate)
                continue
            }
            let vehicle = drive.vehicle.map { #", "vehicle": "\#($0)""# } ?? ""
            let body = #"{"plate": "\#(drive.plate)", "gate": "in"\#(vehicle)}"#
            sessions[index] = try await site.send(.gateOpen, body).answer.result.session ?? 0
        }
        return sessions
    }

    private func prepare(_ reading: ReadingSite) async throws {
        try await reading.site.configure(50)
        for card in Self.book { try await reading.site.send(.cardPublished, card) }
        try await reading.site.reserve("R 1")
    }

    private func cents(_ amounts: Int64...) -> [Money] { amounts.map { Money(minorUnits: $0) } }

    private static let drives = [
        Drive(plate: "A 1", entry: 10, minutes: 20), Drive(plate: "A 2", entry: 20, minutes: 60),
        Drive(plate: "A 3", entry: 30, minutes: 61, vehicle: "truck"),
        Drive(plate: "A 4", entry: 70, minutes: 120, then: (.validate, #""validation": "cinema""#)),
        Drive(plate: "A 5", entry: 130, minutes: 90, then: (.applyAgreement, #""agreement": "hospital""#)),
        Drive(plate: "R 1", entry: 140, minutes: 100),
        Drive(plate: "B 1", entry: 150, minutes: 3_654 * 1_440, vehicle: "bus"),
        Drive(plate: "A 6", entry: 200, minutes: 100),
    ]

    @Test func `every session that has ended is priced by both, with all that the log knows of it`() async throws {
        try await ReadingSite.with { reading in
            try await prepare(reading)
            let sessions = try await run(Self.drives, in: reading)
            let open = try await reading.site.send(.gateOpen, #"{"plate": "A 9", "gate": "in"}"#).answer.result.session
            let trace = try await Trace(reading.site.hosts.log)
            let backtest = try await reading.queries.backtest(
                Self.candidate(), of: .mitte, in: .monday..<(.monday + .days(3_660)))
            // In the order in which they ended.
            let order = [0, 1, 2, 3, 4, 5, 7]
            #expect(backtest.sessions.map(\.session.version) == order.map { sessions[$0] })
            #expect(!backtest.sessions.map(\.session.version).contains(try #require(open)))
            #expect(backtest.sessions.map(\.was) == cents(200, 200, 1_000, 200, 200, 0, 400))
            #expect(backtest.sessions.map(\.wouldBe) == cents(150, 300, 450, 100, 450, 0, 600))
            #expect(backtest.notPriced == 1)
            for (session, index) in zip(backtest.sessions, order) {
                let drive = Self.drives[index]
                #expect(session.entry == .monday + .minutes(drive.entry))
                #expect(session.exit - session.entry == .minutes(drive.minutes))
            }
            #expect(try await Trace(reading.site.hosts.log) == trace)

            let total = try backtest.total()
            #expect(total.sessions == 7)
            #expect(total.cheaper == 3 && total.same == 1 && total.dearer == 3)
            #expect(total.was == 2_200 && total.wouldBe == 2_050)
            let byLength = try backtest.byLength()
            #expect(byLength.map(\.sessions) == [1, 0, 5, 1, 0, 0, 0, 0])
            #expect(byLength.map(\.was) == [200, 0, 1_800, 200, 0, 0, 0, 0])
            #expect(byLength.map(\.cheaper) == [1, 0, 1, 1, 0, 0, 0, 0])
            let byHour = try backtest.byHour()
            #expect(byHour.map(\.sessions) == (0..<24).map { [8: 3, 9: 1, 10: 2, 11: 1][$0] ?? 0 })
            #expect(byHour[8].dearer == 1 && byHour[10].wouldBe == 450)
            for parts in [byLength, byHour] {
                #expect(parts.reduce(0) { $0 + $1.wouldBe } == total.wouldBe)
                #expect(parts.reduce(0) { $0 + $1.cheaper + $1.same + $1.dearer } == total.sessions)
            }
        }
    }

    @Test func `only exits within the period count, its first instant but not its last`() async throws {
        try await ReadingSite.with { reading in
            try await prepare(reading)
            let sessions = try await run(
                [
                    Drive(plate: "A 1", entry: 0, minutes: 59), Drive(plate: "A 2", entry: 0, minutes: 60),
                    Drive(plate: "A 3", entry: 90, minutes: 29), Drive(plate: "A 4", entry: 0, minutes: 120),
                ], in: reading)
            let hour = Instant.monday + .hours(1)
            let backtest = try await reading.queries.backtest(
                Self.candidate(), of: .mitte, in: hour..<(hour + .hours(1)))
            #expect(backtest.sessions.map(\.session.version) == [sessions[1], sessions[2]])
            let none = try await reading.queries.backtest(Self.candidate(), of: .mitte, in: hour..<hour)
            #expect(none.sessions.isEmpty && none.notPriced == 0)
            #expect(try none.total().sessions == 0 && none.total().wouldBe == 0)
        }
    }

    @Test func `what it cost is by the rates known at the entry`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await prepare(reading)
            clock.set(.monday + .minutes(1))
            try await site.drive("A 1")
            clock.set(.monday + .minutes(2))
            try await site.send(.ratePublished, #"{"id": "hour", "price": {"perUnit": "7.00", "every": "1 h"}}"#)
            try await site.drive("A 2")
            clock.set(.monday + .minutes(30))
            try await site.leave("A 1")
            try await site.leave("A 2")
            let backtest = try await reading.queries.backtest(
                Self.candidate(), of: .mitte, in: .monday..<(.monday + .hours(1)))
            #expect(backtest.sessions.map(\.was) == cents(200, 700))
            #expect(backtest.sessions.map(\.wouldBe) == cents(150, 150))
        }
    }

    @Test func `a candidate that the garage cannot have is refused`() async throws {
        try await ReadingSite.with { reading in
            try await prepare(reading)
            let day = Instant.monday..<(.monday + .hours(24))
            let next = CardID("next")!
            await #expect(throws: QuoteError.unlikeCards(next)) {
                try await reading.queries.backtest(Self.candidate(currency: "JPY", half: "2"), of: .mitte, in: day)
            }
            let error = await #expect(throws: QuoteError.self) {
                try await reading.queries.backtest(Self.candidate(half: "-1"), of: .mitte, in: day)
            }
            guard case .card(next, let faulty) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(faulty.field == "rates[0].price.perUnit")
            await #expect(throws: QueryError.self) {
                try await reading.queries.backtest(Self.candidate(), of: GarageID("none")!, in: day)
            }
        }
    }
}

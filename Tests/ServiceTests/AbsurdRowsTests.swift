import Chronology
import EventLog
import Hosting
import JSON
import Parking
import Postgres
import Projections
import Simulating
import TestSupport
import Testing

/// Whoever may change everything may store what no program writes; then questions end in an error or in an answer, and never the
/// process.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct AbsurdRowsTests {
    private static let extremes: [String: [String]] = [
        "bigint": ["9223372036854775807", "(-9223372036854775808)"],
        "integer": ["2147483647", "(-2147483648)"],
        "smallint": ["32767", "(-32768)"],
        "date": ["date 'infinity'", "date '-infinity'"],
        "timestamp with time zone": ["timestamptz '-infinity'", "timestamptz '294276-12-31'"],
    ]

    /// A column of a read model's table, and something that it may hold.
    struct Change {
        let table: String
        let column: String
        let value: String
    }

    private func changes(_ owner: PostgresConnection) async throws -> [Change] {
        try await owner.run { session in
            try session.query(
                """
                select quote_ident(table_schema) || '.' || quote_ident(table_name), quote_ident(column_name), data_type::text
                from information_schema.columns
                where table_schema = any ($1) and is_generated = 'NEVER'
                    and (table_schema, table_name) in (select schemaname, tablename from pg_tables)
                order by 1, ordinal_position
                """, [.texts(readModels.map { $0.name })]
            ).flatMap { row in
                (Self.extremes[row.text(2)] ?? []).map { Change(table: row.text(0), column: row.text(1), value: $0) }
            }
        }
    }

    /// Every question about a garage; those that ask rows about the past, about then as well.
    private func questions(_ garage: GarageID, _ day: LocalDay, _ numbers: [Int64]) -> [(Query, Question)] {
        var asked = Question(garage)
        (asked.day, asked.lastDay, asked.receipt) = (day, day.advanced(by: 3), ReceiptNumber(1))
        asked.exceptions.state = .all
        let noon = Instant(microseconds: Int64(day.daysSinceEpoch + 2) * 86_400_000_000)
        var questions: [(Query, Question)] = []
        for query in readModels.flatMap({ $0.queries }) {
            for asOf in [nil, AsOf(noon), AsOf(noon, basis: .happened)] {
                guard asOf == nil || ["occupancy", "receipts", "takings"].contains(query.path) else { continue }
                var question = asked
                question.asOf = asOf
                for number in query.path.contains(":session") ? numbers : [numbers[0]] {
                    question.session = SessionID(version: number)
                    questions.append((query, question))
                }
            }
        }
        return questions
    }

    @Test func `every question about rows that nobody could have written is answered, or refused`() async throws {
        try await ReadingSite.with { reading in
            let plan = try SimulationTests.plan(1, days: 2, seed: Seeded.seed, carsPerDay: 20)
            _ = try await Simulation(log: PostgresEventLog(reading.pool), codec: .tests).run(plan, parallel: 1) {
                _, _ in
            }
            try await reading.catchUp()
            let owner = try await TestDatabase.connect(to: reading.database)
            let changes = try await changes(owner)
            #expect(changes.count > 80)
            let numbers = try await owner.run {
                try $0.query("select min(session) from session_charges.sessions group by state").map { $0.int8(0) }
            }
            let questions = questions(plan.garage(1), plan.start, numbers)
            #expect(questions.count > 20)
            var (made, refused) = (0, 0)
            for change in changes {
                guard try await change.isMade(owner) else { continue }
                made += 1
                for (query, question) in questions {
                    do throws(QueryError) {
                        let answer = try await query.answer(question, from: reading.queries)
                        #expect(!answer.json.isEmpty)
                        _ = answer.tables.map { $0.printed(.csv) }
                    } catch {
                        if case .unreadableRow = error { refused += 1 }
                    }
                }
                try await change.takeBack(owner)
            }
            #expect(made > 60, "of \(changes.count)")
            #expect(refused > 20)
            await owner.close()
        }
    }

    @Test func `an event with a count that no garage has stops its garage, and is named`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            let other = Site(reading.site.hosts, GarageID("ost")!)
            try await other.configure(10)
            let log = PostgresEventLog(reading.pool)
            let counted = NewEvent(
                type: "count-corrected", schemaVersion: 1, occurredAt: .monday, commandID: nil, actor: "stranger",
                payload: Array(
                    #"{"counted":9223372036854775807,"adjustment":9223372036854775807,"reason":"recount"}"#.utf8))
            _ = try await log.append(
                Append(garage: "mitte", head: try await log.head(of: "mitte"), recordedAt: .monday, events: [counted]))
            try await other.drive("M-CD 1")
            try await reading.catchUp()
            let stopped = try await reading.pool.run { try StoppedReadModel.all($0) }
            #expect(Set(stopped.map(\.garage)) == ["mitte"] && Set(stopped.map(\.version)) == [2])
            #expect(stopped.allSatisfy { $0.reason.contains("counted") }, "\(stopped)")
            #expect(try await reading.queries.occupancy(of: other.garage).inside == 1)
            let error = await failure { () throws(CommandError) in try await reading.site.seen("M-AB 1") }
            #expect(error?.kind == .unreadable)
        }
    }

    @Test func `a kept state with a count that no row holds stops its garage's read model, and the column is named`()
        async throws
    {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            try await reading.site.send(.changeSettings, #"{"capacity": 12}"#)
            try await reading.catchUp()
            let other = Site(reading.site.hosts, GarageID("ost")!)
            try await other.configure(10)
            let log = PostgresEventLog(reading.pool)
            let head = try await log.head(of: "mitte")
            let event = try await log.events(of: "mitte", after: 0, limit: 1)[0]
            var state = Garage()
            state.evolve(try RecordedEvent(event, codec: .tests))
            let absurd = CountCorrected(
                counted: 3_000_000_000, adjustment: 3_000_000_000, Correction(ReasonCode("recount")!))
            state.evolve(
                RecordedEvent(
                    version: 2, occurredAt: .monday, recordedAt: .monday, event: .countCorrected(absurd)))
            try await PostgresSnapshots(reading.pool).keep(
                StoredSnapshot(head: head, state: state.snapshot), of: "mitte", form: Garage.snapshotForm)
            try await reading.site.drive("M-AB 1")
            try await other.drive("M-CD 1")
            try await reading.catchUp()
            let stopped = try await reading.pool.run { try StoppedReadModel.all($0) }
            #expect(stopped.map(\.readModel) == ["occupancy"] && stopped.map(\.garage) == ["mitte"])
            #expect(stopped.first?.reason.contains("inside of mitte is 3000000") == true, "\(stopped)")
            #expect(try await reading.queries.occupancy(of: other.garage).inside == 1)
        }
    }

    @Test func `days that end before they begin stop the list's garage, and the column is named`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10, #""permanentSpots": 2"#)
            let permit = try await reading.site.send(.grantPermit, #"{"plate": "M-AB 1", "kind": "pass"}"#).version
            let other = Site(reading.site.hosts, GarageID("ost")!)
            try await other.configure(10)
            try await reading.catchUp()
            let owner = try await TestDatabase.connect(to: reading.database)
            try await owner.run { try $0.script("update allowlist.listed set last_day = first_day - 10") }
            try await reading.site.send(.revokePermit, #"{"permit": \#(permit)}"#)
            try await other.drive("M-CD 1")
            try await reading.catchUp()
            let stopped = try await reading.pool.run { try StoppedReadModel.all($0) }
            #expect(stopped.map(\.readModel) == ["allowlist"] && stopped.map(\.garage) == ["mitte"])
            #expect(stopped.first?.reason.contains("last_day") == true, "\(stopped)")
            #expect(try await reading.queries.occupancy(of: other.garage).inside == 1)
            await owner.close()
        }
    }

    @Test func `a head beyond all counting harms nobody else, and is named`() async throws {
        try await ReadingSite.with { reading in
            for garage in ["mitte", "nord", "ost"] {
                try await Site(reading.site.hosts, GarageID(garage)!).configure(10)
            }
            try await reading.catchUp()
            let owner = try await TestDatabase.connect(to: reading.database)
            try await Site(reading.site.hosts, GarageID("mitte")!).drive("M-AB 1")
            try await owner.run { session in
                try session.script("update log.streams set version = 9223372036854775807 where garage_id <> 'mitte'")
                try session.script(
                    "update projection.checkpoints set version = -9223372036854775808 where garage_id = 'ost'")
            }
            try await reading.catchUp()
            #expect(try await reading.queries.occupancy(of: reading.garage).inside == 1)
            _ = try await owner.run { try Lag.all($0) }
            _ = try await owner.run { try StoppedReadModel.all($0) }
            let report = try await Verification(codec: .tests).run(on: [owner])
            #expect(Set(report.findings.map(\.garage)) == ["nord", "ost"])
            try await Projections.Rebuild(codec: .tests).run(owner)
            #expect(try await reading.queries.occupancy(of: reading.garage).inside == 1)
            let past = await unanswered { () throws(QueryError) in
                _ = try await reading.queries.receipts(of: GarageID("nord")!, asOf: AsOf(.monday - .days(1)))
            }
            #expect(past != nil)
            await owner.close()
        }
    }
}

private struct NothingChanged: Error {}

extension AbsurdRowsTests.Change {
    /// Changes every row, or one where no two may be alike; says whether the table takes it.
    func isMade(_ owner: PostgresConnection) async throws -> Bool {
        for rows in ["true", "ctid = (select min(ctid) from \(table))"] {
            do {
                try await owner.transaction { session in
                    try session.script(Statement(writing: "create table public.spare as table \(table)"))
                    let count = try session.execute(
                        Statement(writing: "update \(table) set \(column) = \(value) where \(rows)"))
                    guard count > 0 else { throw NothingChanged() }
                }
                return true
            } catch is PostgresError {} catch is NothingChanged {}
        }
        return false
    }

    func takeBack(_ owner: PostgresConnection) async throws {
        try await owner.transaction { session in
            try session.script(
                Statement(
                    writing:
                        "delete from \(table); insert into \(table) select * from public.spare; drop table public.spare"
                ))
        }
    }
}

extension Statement {
    /// A statement that a test puts together.
    fileprivate init(writing text: String) { self.init(embedded: Array(text.utf8)) }
}

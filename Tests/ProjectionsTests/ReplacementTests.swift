import Chronology
import EventLog
import Hosting
import Parking
import Postgres
import Projections
import TestSupport
import Testing

/// An event that cannot be read gets a meaning by an operator's word.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReplacementTests {
    private static let reason = Remark("Written by a newer version that was taken back.")!

    /// What an event of the poisoned garage should have been: the same entry of another car.
    private func replacement(
        _ good: StoredEvent, version: Int64 = 3, type: String? = nil, payload: String? = nil
    ) -> EventReplacement {
        EventReplacement(
            of: GarageID("bad")!, version: version, type: type ?? good.event.type,
            schemaVersion: good.event.schemaVersion, payload: payload.map { Array($0.utf8) } ?? good.event.payload,
            reason: Self.reason)
    }

    private func make(
        _ replacement: EventReplacement, on connection: PostgresConnection
    ) async throws -> EventReplacement.Made {
        try await connection.transaction {
            try replacement.make($0, codec: .tests, by: Actor("operator")!, at: .monday)
        }
    }

    /// Lends a garage of two entries, then an event of a newer program where a third was, and one more; and the good third.
    private func withPoison(
        _ body: (PostgresConfiguration, GarageHosts, StoredEvent) async throws -> Void
    ) async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let (bad, good) = (Site(hosts, "bad"), Site(hosts, "good"))
                for site in [bad, good] {
                    try await site.configure(10)
                    try await site.enter("M-AB 1")
                }
                try await bad.poison(database)
                let event = try await TestDatabase.withPool(on: database, size: 1) { pool in
                    try await PostgresEventLog(pool).events(of: "bad", after: 0, limit: 10).last { $0.version == 2 }!
                }
                try await body(database, hosts, event)
            }
        }
    }

    @Test func `a replacement is refused where it replaces nothing, is nothing, or would do more than it says`()
        async throws
    {
        try await withPoison { database, _, good in
            try await withConnection(to: database) { connection in
                func refusal(_ replacement: EventReplacement) async -> ReplacementRefused? {
                    do {
                        _ = try await make(replacement, on: connection)
                        return nil
                    } catch { return error as? ReplacementRefused }
                }
                #expect(await refusal(replacement(good, version: 2)) == .canBeRead(2, type: good.event.type))
                #expect(await refusal(replacement(good, version: 9)) == .unknownEvent(9, last: 4))
                #expect(await refusal(replacement(good, type: "plates-erased")) == .isNoMeaning(type: "plates-erased"))
                for refused in [replacement(good, payload: #"{"wings":2}"#), replacement(good, type: "car-sunk")] {
                    guard case .cannotBeRead = await refusal(refused) else {
                        Issue.record("it was taken")
                        continue
                    }
                }
                let nowhere = EventReplacement(
                    of: GarageID("nowhere")!, version: 1, type: good.event.type, schemaVersion: 1,
                    payload: good.event.payload, reason: Self.reason)
                #expect(await refusal(nowhere) == .unknownGarage("nowhere"))
                let plate = String(repeating: "0a", count: 16)
                for (type, payload) in [
                    ("car-exited", #"{"session":9,"gate":"out"}"#),
                    ("count-corrected", #"{"counted":3,"adjustment":3000000000,"reason":"misread"}"#),
                ] {
                    let error = await refusal(replacement(good, type: type, payload: payload))
                    guard case .doesNotFit = error else {
                        Issue.record("\(type) \(String(describing: error))")
                        continue
                    }
                }
                let words = #"{"plate":"\#(plate)","reason":"misread","remark" : "He said so."}"#
                #expect(await refusal(replacement(good, type: "suspension-lifted", payload: words)) == .holdsWords)
                let count = try await connection.eventsOfBad()
                #expect(count == 4)
            }
        }
    }

    @Test func `a garage whose event was replaced goes on without a restart, and all that is made anew agrees`()
        async throws
    {
        try await withPoison { database, hosts, good in
            let bad = Site(hosts, "bad")
            try await withConnection(to: database) { connection in
                try await database.following {
                    let expected = readModels.map { "\($0.name) bad 3" }.sorted()
                    try await until { try await connection.failures() == expected }
                    await #expect(throws: CommandError.self) { try await bad.enter("M-AB 9") }
                    // What the car of event 2 did again: it leaves nothing open that could not be.
                    let made = try await make(replacement(good), on: connection)
                    #expect(made.version == 5)
                    #expect(made.next == nil)
                    try await until { try await connection.failures().isEmpty }
                    try await bad.enter("M-AB 9")
                    let head = try await hosts.current(GarageID("bad")!).version
                    for model in readModels {
                        try await until { try await connection.checkpoint(of: "bad", in: model.name) == head }
                    }
                }
                // A process that knows nothing, and one that begins at a snapshot.
                try await withHosts(on: database) { others in
                    let (other, mine) = (
                        try await others.current(GarageID("bad")!), try await hosts.current(GarageID("bad")!)
                    )
                    #expect(other == mine)
                }
                let live = try await Tables(connection)
                _ = try await Projections.Rebuild(codec: .tests).run(connection) { sick in
                    Issue.record("\(sick)")
                }
                #expect(try await Tables(connection) == live)
                let report = try await Verification(codec: .tests).run(on: [connection])
                #expect(report.findings.isEmpty)
                #expect(report.replacements["bad"]?.map(\.replaced) == [3])
                // It can be read now.
                let error = await #expect(throws: ReplacementRefused.self) {
                    _ = try await make(replacement(good), on: connection)
                }
                #expect(error == .canBeRead(3, type: good.event.type))
                // The past tells it so, too.
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let history = GarageHistory(log: PostgresEventLog(pool), codec: .tests)
                    let (told, mine) = (
                        try await history.garage(GarageID("bad")!, asOf: nil),
                        try await hosts.current(GarageID("bad")!)
                    )
                    #expect(told == mine)
                }
            }
        }
    }

    @Test func `of two events that cannot be read the earlier one is replaced first, and the later one is named`()
        async throws
    {
        try await withPoison { database, hosts, good in
            try await Site(hosts, "bad").poison(database)
            try await withConnection(to: database) { connection in
                let error = await #expect(throws: ReplacementRefused.self) {
                    _ = try await make(replacement(good, version: 5), on: connection)
                }
                guard case .isBehindAnother(3, _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(try await connection.eventsOfBad() == 6)
                let first = try await make(replacement(good), on: connection)
                #expect(first.next?.hasPrefix("event 5: ") == true)
                let second = try await make(replacement(good, version: 5), on: connection)
                #expect(second.next == nil)
                try await database.catchUp()
                #expect(try await connection.failures().isEmpty)
            }
        }
    }

    @Test func `a log that was changed is not replaced in, and says what was`() async throws {
        try await withPoison { database, _, good in
            try await withConnection(to: database) { connection in
                try await connection.run { session in
                    try session.script("alter table log.events disable trigger append_only")
                    try session.script("update log.events set actor = 'x' where garage_id = 'bad' and version = 2")
                }
                let error = await #expect(throws: ReplacementRefused.self) {
                    _ = try await make(replacement(good), on: connection)
                }
                guard case .altered(let sentence) = error, sentence.contains("2") else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(try await connection.eventsOfBad() == 4)
            }
        }
    }

    @Test func `where a program was that could read the event, its states are forgotten and its rows need a rebuild`()
        async throws
    {
        try await withPoison { database, _, good in
            try await withConnection(to: database) { connection in
                try await database.catchUp()
                try await connection.run { session in
                    try session.script(
                        """
                        update projection.checkpoints set version = 4 where garage_id = 'bad';
                        insert into projection.snapshots (garage_id, form, version, hash, state)
                        select garage_id, 'other', version, hash, '' from log.events where garage_id = 'bad' and version in (2, 3)
                        """)
                }
                let made = try await make(replacement(good), on: connection)
                #expect(made.needsRebuild)
                let kept = try await connection.run { session in
                    try session.query("select version from projection.snapshots where garage_id = 'bad'").map {
                        $0.int8(0)
                    }
                }
                #expect(kept == [2])
            }
        }
    }

    @Test func `rows are those of a log that had the good event`() async throws {
        try await withPoison { database, _, good in
            try await withConnection(to: database) { connection in
                _ = try await make(replacement(good), on: connection)
                try await database.catchUp()
                let replaced = try await connection.inside("bad")
                // The same events, the good one where the poison was.
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let log = PostgresEventLog(pool)
                    let events = try await log.events(of: "bad", after: 0, limit: 10)
                    var head = StreamHead.empty
                    for stored in events.prefix(4) {
                        let event = stored.version == 3 ? good.event : stored.event
                        let append = Append(
                            garage: "twin", head: head, recordedAt: stored.recordedAt,
                            events: [
                                NewEvent(
                                    type: event.type, schemaVersion: event.schemaVersion,
                                    occurredAt: stored.event.occurredAt, commandID: nil, actor: event.actor,
                                    payload: event.payload)
                            ])
                        _ = try await log.append(append)
                        head = append.newHead
                    }
                }
                try await database.catchUp()
                #expect(try await connection.inside("twin") == replaced)
                // Reports that read the log itself tell the same.
                let (told, twins) = (try await connection.reported("bad"), try await connection.reported("twin"))
                #expect(told == twins)
                #expect(told.contains("3 in gate in"), "\(told)")
                #expect(try await connection.failures().isEmpty)
            }
        }
    }

    @Test func `a replacement that was changed counts no more, and its event cannot be read again`() async throws {
        try await withPoison { database, _, good in
            try await withConnection(to: database) { connection in
                _ = try await make(replacement(good), on: connection)
                try await connection.run { session in
                    try session.script("alter table log.events disable trigger append_only")
                    try session.script("update log.events set actor = 'x' where garage_id = 'bad' and version = 5")
                }
                try await withHosts(on: database) { hosts in
                    let error = await #expect(throws: CommandError.self) {
                        try await Site(hosts, "bad").enter("M-AB 9")
                    }
                    #expect(error?.problem.type == .unreadableLog)
                }
            }
        }
    }
}

extension PostgresConnection {
    /// What reports say of the garage's barriers and stays up to event 4.
    fileprivate func reported(_ garage: String) async throws -> [String] {
        try await run { session in
            try session.query(
                """
                select concat_ws(' ', version, gate, source, direction) from reporting.openings
                where garage_id = $1 and version <= 4
                union all
                select concat_ws(' ', session, state, came_by, entry_gate, entered_at) from reporting.stays
                where garage_id = $1 and session <= 4 order by 1
                """, [.text(garage)]
            ).map { $0.text(0) }
        }
    }

    fileprivate func eventsOfBad() async throws -> Int {
        try await run { try $0.query("select from log.events where garage_id = 'bad'").count }
    }
}

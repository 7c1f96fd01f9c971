import Chronology
import EventLog
import Hosting
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

/// What a verification sees while it folds a log anew: states that were kept, and what was settled.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct VerificationTests {
    private func findings(_ database: PostgresConfiguration) async throws -> [LogFinding] {
        try await withConnection(to: database) { connection in
            try await Verification(codec: .tests).run(on: [connection]).findings
        }
    }

    @Test func `a snapshot that was changed is named though its event is the log's, and one that cannot be read`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                var history = RandomHistory(Site(hosts, "mitte"), clock: clock, seed: Seeded.seed)
                try await history.begin()
                for _ in 0..<80 { try await history.step() }
            }
            try await database.catchUp()
            let events = try await withConnection(to: database) { connection in
                try await connection.run { try $0.events(of: "mitte", after: 0, limit: .max) }
            }
            let recorded = try events.map { try RecordedEvent($0, codec: .tests) }
            let last = events.count
            func keep(_ version: Int, leavingOut other: Int? = nil, state: [UInt8]? = nil) async throws {
                let garage = recorded.prefix(version).filter { Int($0.version) != other }
                    .reduce(into: Garage()) { $0.evolve($1) }
                let event = events[version - 1]
                let head = StreamHead(version: event.version, hash: event.hash, recordedAt: event.recordedAt)
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    try await PostgresSnapshots(pool).keep(
                        StoredSnapshot(head: head, state: state ?? garage.snapshot), of: "mitte",
                        form: Garage.snapshotForm)
                }
            }
            for version in [last / 3, last / 2] { try await keep(version) }
            #expect(try await findings(database).isEmpty)
            try await keep(last - 1, leavingOut: last / 3)
            let changed = try await findings(database)
            #expect(changed.map(\.kind) == [.snapshotDisagrees], "\(changed)")
            #expect(changed.first?.version == Int64(last - 1))
            #expect(changed.first?.sentence.contains("is not what the log leads to") == true)
            try await keep(last - 1, state: [1, 2, 3])
            let damaged = try await findings(database)
            #expect(damaged.map(\.kind) == [.snapshotDisagrees], "\(damaged)")
            #expect(damaged.first?.sentence.contains("cannot be read") == true)
            // One of another program is nobody's here.
            try await withConnection(to: database) { connection in
                _ = try await connection.run { try $0.execute("update projection.snapshots set form = 'another'") }
            }
            #expect(try await findings(database).isEmpty)
        }
    }

    @Test func `rows that an earlier version of the zones' data has made are right where all else is`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                try await site.enter("M-AB 1")
                clock.set(clock.now + .hours(1))
                try await site.leave("M-AB 1")
            }
            try await database.catchUp()
            func change(_ statement: Statement) async throws -> [LogFinding.Kind] {
                try await withConnection(to: database) { connection in
                    _ = try await connection.run { try $0.execute(statement) }
                }
                return try await findings(database).map(\.kind)
            }
            #expect(
                try await change(
                    """
                    update session_charges.sessions set zone_data = '1999z',
                        charge = jsonb_set(charge::jsonb, '{zoneData}', '"1999z"')::json
                    """) == [])
            #expect(
                try await change("update session_charges.sessions set total_minor = total_minor + 1") == [.rowsDiffer])
        }
    }

    @Test func `what a person has counted otherwise is no finding, as the books add up`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database, clock: SettableClock(.monday).reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                try await site.enter("A 1")
                try await site.send(.correctCount, #"{"inside": 3, "reason": "counted"}"#)
            }
            try await database.catchUp()
            #expect(try await findings(database).isEmpty)
        }
    }

    /// Charges that nobody has paid are computed anew with the rows, by every program; those that were settled stand in the log as
    /// they were paid, so that only a look at the moment of each tells.
    @Test func `what was settled at another amount than the engine makes of it is named, and no later rate is`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10, #""unpaidExit": "held""#)
                try await site.send(.ratePublished, #"{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                let reason = #""reason": "goodwill""#
                for (ticket, money) in [("T-1", "pay"), ("T-2", "waive"), ("T-3", "later")] {
                    clock.set(clock.now + .minutes(1))
                    let session = try await site.send(.gateOpen, #"{"ticket": "\#(ticket)", "gate": "in"}"#).version
                    clock.set(clock.now + .minutes(90))
                    if money == "later" {
                        // What it costs has changed meanwhile, for others.
                        try await site.send(
                            .ratePublished, #"{"id": "hour", "price": {"perUnit": "9.00", "every": "1 h"}}"#)
                    }
                    try await site.send(
                        money == "waive" ? .waive : .pay,
                        #"{"session": \#(session), \#(money == "waive" ? reason : #""method": "cash""#)}"#)
                    clock.set(clock.now + .minutes(5))
                    try await site.send(.exit, #"{"ticket": "\#(ticket)", "gate": "out"}"#)
                }
            }
            try await database.catchUp()
            #expect(try await findings(database).isEmpty)

            // The same log as another engine would have led to.
            var settling: [Int64] = []
            try await TestDatabase.withPool(on: database, size: 1) { pool in
                let log = PostgresEventLog(pool)
                for stored in try await log.events(of: "mitte", after: 0, limit: .max) {
                    var payload = String(decoding: stored.event.payload, as: UTF8.self)
                    if payload.contains(#""settles":"6.00""#) {
                        settling.append(stored.version)
                        if settling.count < 3 {
                            payload = payload.replacing(#""settles":"6.00""#, with: #""settles":"5.00""#)
                        }
                    }
                    let event = NewEvent(
                        type: stored.event.type, schemaVersion: stored.event.schemaVersion,
                        occurredAt: stored.event.occurredAt, commandID: nil, actor: "other",
                        payload: Array(payload.utf8))
                    let head = try await log.head(of: "other")
                    _ = try await log.append(
                        Append(garage: "other", head: head, recordedAt: stored.recordedAt, events: [event]))
                }
            }
            #expect(settling.count == 3)
            // Before a read model has come so far, and behind that.
            for _ in 1...2 {
                let found = try await findings(database)
                #expect(found.map(\.kind) == [.chargeDiffers, .chargeDiffers], "\(found)")
                #expect(found.map(\.version) == settling.prefix(2).map(Optional.init))
                #expect(found.allSatisfy { $0.sentence.contains("was settled at 5.00 EUR") }, "\(found)")
                #expect(found.allSatisfy { $0.sentence.contains("makes it 6.00") }, "\(found)")
                try await database.catchUp()
            }
        }
    }
}

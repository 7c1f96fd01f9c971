import TestSupport
import EventLog
import Parking
import Postgres
import Projections
import Synchronization
import Testing

/// What goes wrong in a read model, and what does not go wrong with it.
@Suite(.needsServer, .timeLimit(.minutes(5)), .serialized)
struct FaultTests {
    @Test func `a write that fails in its middle leaves rows and checkpoint as they were`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "torn")
                try await site.configure(10)
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild([Tally.self], codec: .tests).run(connection)
                    #expect(try await Tally.counts(of: "torn", connection) == [1, 1, 1, 1])
                    try await site.enter("M-AB 1")
                    Tally.faults.withLock { $0["torn"] = .program }
                    for _ in 0..<3 {
                        await #expect(throws: Tally.Failure.self) { try await database.catchUp([Tally.self]) }
                        #expect(try await Tally.counts(of: "torn", connection) == [1, 1, 1, 1])
                    }
                    // It is no fault of the event's.
                    #expect(try await connection.failures().isEmpty)
                    Tally.faults.withLock { $0["torn"] = nil }
                    try await database.catchUp([Tally.self])
                    #expect(try await Tally.counts(of: "torn", connection) == [2, 2, 2, 2])
                }
            }
        }
    }

    @Test func `a write that fails for one garage keeps no other back`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild([Tally.self], codec: .tests).run(connection)
                    Tally.faults.withLock { $0["kept-back"] = .program }
                    for name in ["before", "kept-back", "later"] { try await Site(hosts, name).configure(10) }
                    await #expect(throws: Tally.Failure.self) { try await database.catchUp([Tally.self]) }
                    Tally.faults.withLock { $0["kept-back"] = nil }
                    #expect(try await Tally.counts(of: "before", connection) == [1, 1, 1, 1])
                    #expect(try await Tally.counts(of: "kept-back", connection) == [0, 0, 0, 0])
                    #expect(try await Tally.counts(of: "later", connection) == [1, 1, 1, 1])
                }
            }
        }
    }

    @Test func `what was cured is tried again without anybody's word`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild([Tally.self], codec: .tests).run(connection)
                    Tally.faults.withLock { $0["cured"] = .values(of: 2) }
                    try await Site(hosts, "cured").configure(10)
                    for car in 1...3 { try await Site(hosts, "cured").enter("M-AB \(car)") }
                    try await database.following([Tally.self]) {
                        try await until { try await connection.failures() == ["tally cured 2"] }
                        Tally.faults.withLock { $0["cured"] = nil }
                        try await until { try await connection.failures().isEmpty }
                        #expect(try await Tally.counts(of: "cured", connection) == [4, 4, 4, 4])
                    }
                }
            }
        }
    }

    @Test func `values that the tables do not take stop their garage at the event they come from`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild([Tally.self], codec: .tests).run(connection)
                    for name in ["bad", "good"] {
                        try await Site(hosts, name).configure(10)
                        for car in 1...5 { try await Site(hosts, name).enter("M-AB \(car)") }
                    }
                    Tally.faults.withLock { $0["bad"] = .values(of: 4) }
                    try await database.catchUp([Tally.self])
                    #expect(try await Tally.counts(of: "bad", connection) == [3, 3, 3, 3])
                    #expect(try await Tally.counts(of: "good", connection) == [6, 6, 6, 6])
                    #expect(try await connection.failures() == ["tally bad 4"])
                    // A program that can take it goes on where the other one stopped.
                    Tally.faults.withLock { $0["bad"] = nil }
                    try await database.catchUp([Tally.self])
                    #expect(try await Tally.counts(of: "bad", connection) == [6, 6, 6, 6])
                    #expect(try await connection.failures().isEmpty)
                }
            }
        }
    }

    @Test func `a poisoned event stops its garage only, is reported, and is never skipped`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let (bad, good) = (Site(hosts, "bad"), Site(hosts, "good"))
                try await bad.configure(10)
                try await bad.enter("M-AB 1")
                try await bad.poison(database)
                try await good.configure(10)
                try await database.following {
                    try await withConnection(to: database) { connection in
                        let expected = readModels.map { "\($0.name) bad 3" }.sorted()
                        try await until { try await connection.failures() == expected }
                        try await good.enter("M-CD 2")
                        try await until { try await connection.inside("good") == 1 }
                        // What stands before it counts, what stands behind it does not.
                        #expect(try await connection.inside("bad") == 1)
                        for model in readModels.map({ $0.name }) {
                            #expect(try await connection.checkpoint(of: "bad", in: model) == 2)
                        }
                    }
                }
                // A new process stops at it again.
                try await database.catchUp()
                try await withConnection(to: database) { connection in
                    let failures = try await connection.failures()
                    #expect(failures.count == readModels.count)
                    #expect(try await connection.checkpoint(of: "bad", in: "occupancy") == 2)
                }
            }
        }
    }

    @Test func `a rebuild over a poisoned event leaves that garage its rows, names it, and makes all others anew`()
        async throws
    {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "bad")
                try await site.configure(10)
                try await site.enter("M-AB 1")
                try await database.catchUp()
                try await site.poison(database)
                let good = Site(hosts, "good")
                try await good.configure(10)
                try await good.enter("M-AB 2")
                try await database.catchUp()
                try await withConnection(to: database) { connection in
                    // What a rebuild puts right, and what it cannot.
                    try await connection.run { session in
                        try session.script(
                            """
                            update occupancy.garages set name = 'Kept' where garage_id = 'bad';
                            update occupancy.garages set name = 'Wrong' where garage_id = 'good'
                            """)
                    }
                    let before = try await Tables(connection)
                    for model in readModels {
                        let told = Mutex<[SickGarage]>([])
                        try await withConnection(to: database) {
                            _ = try await Projections.Rebuild([model], codec: .tests).run($0) { sick in
                                told.withLock { $0.append(sick) }
                            }
                        }
                        let sick = told.withLock { $0 }
                        #expect(sick.map { "\($0.model) \($0.garage) \($0.version)" } == ["\(model.name) bad 3"])
                        #expect(sick.map(\.keepsRows) == [true])
                        #expect(try await connection.checkpoint(of: "bad", in: model.name) == 2)
                    }
                    #expect(try await connection.failures() == readModels.map { "\($0.name) bad 3" }.sorted())
                    let names = try await connection.run { session in
                        try session.query("select name from occupancy.garages order by garage_id").map { $0.text(0) }
                    }
                    #expect(names == ["Kept", "Mitte"])
                    try await connection.run {
                        try $0.script("update occupancy.garages set name = 'Wrong' where garage_id = 'good'")
                    }
                    #expect(try await Tables(connection) == before)
                    #expect(before.count > 4)
                }
            }
        }
    }
}

extension Site {
    /// Appends an event of a newer program, and one more of this one.
    func poison(_ database: PostgresConfiguration) async throws {
        try await TestDatabase.withPool(on: database, size: 1) { pool in
            let log = PostgresEventLog(pool)
            let last = try await log.events(of: garage.text, after: 0, limit: 10).last!
            let events = ["car-flown", last.event.type].map { type in
                NewEvent(
                    type: type, schemaVersion: 1, occurredAt: last.event.occurredAt, commandID: nil, actor: "future",
                    payload: last.event.payload)
            }
            let head = try await log.head(of: garage.text)
            _ = try await log.append(
                Append(garage: garage.text, head: head, recordedAt: head.recordedAt, events: events))
        }
    }
}

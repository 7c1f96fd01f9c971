import Chronology
import TestSupport
import Parking
import Hosting
import Postgres
import Projections
import Testing

/// Read models made anew.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct RebuildTests {
    @Test func `a rebuild makes the same rows as the live model, also of stays that have ended`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                for name in ["mitte", "ost"] {
                    let site = Site(hosts, name)
                    try await site.configure(10)
                    try await site.reserve("M-AB 1", "2026-03-02")
                    try await site.permit("M-AB 2", "pass", #", "groups": ["staff", "choir"]"#)
                    for car in 1...3 { try await site.enter("M-AB \(car)") }
                    try await database.catchUp()
                    for car in 1...3 { try await site.leave("M-AB \(car)") }
                    try await database.catchUp()
                }
                try await withConnection(to: database) { connection in
                    let live = try await Tables(connection)
                    #expect(live.rows["allowlist.permits"]?.count == 2)
                    #expect(live.rows["session_charges.sessions"]?.count { $0.contains(",ended,") } == 6)
                    for model in readModels {
                        #expect(try await Projections.Rebuild(named: [model.name], codec: .tests).run(connection) == 18)
                    }
                    #expect(try await Tables(connection) == live)
                    try await connection.readViews()
                }
            }
        }
    }

    @Test func `a stay that began at another minute than was told is the same row live and rebuilt`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                try await site.reserve("M-AB 1", "2026-03-02")
                try await site.enter("M-AB 1")
                try await database.catchUp()
                clock.set(clock.now + .hours(2))
                let at = clock.now - .minutes(90)
                try await site.send(.correctPassage, #"{"session": 3, "at": "\#(at)", "reason": "misread"}"#)
                try await database.catchUp()
                try await withConnection(to: database) { connection in
                    let live = try await Tables(connection)
                    _ = try await Projections.Rebuild(codec: .tests).run(connection)
                    #expect(try await Tables(connection) == live)
                }
            }
        }
    }

    @Test func `exceptions that come again, or whose cars turn out to be others, are the same rows live and rebuilt`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                func later(_ name: CommandName, _ body: String) async throws {
                    clock.set(clock.now + .minutes(3))
                    try await site.send(name, body)
                    try await database.catchUp()
                }
                func ago(_ minutes: Int64) -> String { "\(clock.now - .minutes(minutes))" }
                try await site.configure(10)
                clock.set(clock.now + .hours(2))
                // The loop counted one car: none is known, then one, then two.
                try await later(
                    .loopCounted, #"{"gate": "in", "cars": 1, "from": "\#(ago(60))", "until": "\#(ago(10))"}"#)
                try await later(.gateOpen, #"{"plate": "M-AB 1", "gate": "in", "occurredAt": "\#(ago(40))"}"#)
                try await later(.gateOpen, #"{"plate": "M-AB 2", "gate": "in", "occurredAt": "\#(ago(30))"}"#)
                // A ticket that came in twice was a car with a plate, and somebody looks at it.
                try await later(.gateOpen, #"{"ticket": "T-1", "gate": "in"}"#)
                try await later(.gateOpen, #"{"ticket": "T-1", "gate": "in"}"#)
                try await later(.correctPlate, #"{"session": 5, "plate": "M-AB 5", "reason": "misread"}"#)
                try await later(.assignException, #"{"exception": 7, "owner": "ada"}"#)
                // What is dismissed in the moment in which it was raised was a case all the same.
                let exit = try await site.send(.exit, #"{"plate": "M-AB 9", "gate": "out"}"#)
                try await site.send(.dismissException, #"{"exception": \#(exit.version), "reason": "towed"}"#)
                try await database.catchUp()
            }
            try await withConnection(to: database) { connection in
                let live = try await Tables(connection)
                #expect(live.rows["exceptions.exceptions"]?.count == 4)
                _ = try await Projections.Rebuild([ExceptionList.self], codec: .tests).run(connection)
                #expect(try await Tables(connection) == live)
            }
        }
    }

    @Test func `a rebuild of nothing ends`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                for model in readModels {
                    #expect(try await Projections.Rebuild([model], codec: .tests).run(connection) == 0)
                }
                #expect(try await Tables(connection).count == 0)
                try await connection.readViews()
            }
        }
    }

    @Test func `a rebuild that is killed anywhere leaves the old rows, and can be run again`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(1000)
                for car in 1...20 { try await site.enter("M-AB \(car)") }
                try await database.catchUp()
                let before = try await withConnection(to: database) { try await Tables($0) }
                for steps in 0..<40 {
                    var named = database
                    named.applicationName = "doomed"
                    let rebuilding = Task { [named] in
                        try await withConnection(to: named) {
                            _ = try await Projections.Rebuild([Occupancy.self], codec: .tests).run($0)
                        }
                    }
                    for _ in 0..<(steps * 20) { await Task.yield() }
                    try await withConnection(to: database) { connection in
                        try await connection.run { session in
                            _ = try session.query(
                                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'"
                            )
                        }
                        _ = await rebuilding.result
                        #expect(try await Tables(connection) == before)
                    }
                }
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild([Occupancy.self], codec: .tests).run(connection)
                    #expect(try await Tables(connection) == before)
                    let schemas = try await connection.run { session in
                        try session.query("select nspname from pg_namespace where nspname like 'occupancy%'").map {
                            $0.text(0)
                        }
                    }
                    #expect(schemas == ["occupancy"])
                }
            }
        }
    }

    @Test func `a cancelled rebuild can be run again`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                try await Site(hosts, "mitte").configure(1000)
                for steps in 0..<10 {
                    let rebuilding = Task {
                        try await withConnection(to: database) {
                            _ = try await Projections.Rebuild([Allowlist.self], codec: .tests).run($0)
                        }
                    }
                    for _ in 0..<(steps * 50) { await Task.yield() }
                    rebuilding.cancel()
                    _ = await rebuilding.result
                }
                try await withConnection(to: database) { connection in
                    let taken = try await Projections.Rebuild([Allowlist.self], codec: .tests).run(connection)
                    #expect(taken == 1)
                    #expect(try await connection.checkpoint(of: "mitte", in: "allowlist") == 1)
                }
            }
        }
    }

    @Test func `the old rows serve until the new ones are complete`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(1000)
                for car in 1...20 { try await site.enter("M-AB \(car)") }
                try await database.catchUp()
                let isDone = Flag()
                let reading = Task {
                    var answers = 0
                    try await withConnection(to: database) { connection in
                        while !isDone.isRaised || answers == 0 {
                            #expect(try await connection.inside("mitte") == 20)
                            let viewed = try await connection.run { session in
                                try session.query("select inside from reporting.occupancy where garage_id = 'mitte'")[0]
                                    .int4(0)
                            }
                            #expect(viewed == 20)
                            answers += 1
                        }
                    }
                    return answers
                }
                try await withConnection(to: database) { connection in
                    for _ in 0..<10 {
                        _ = try await Projections.Rebuild([Occupancy.self], codec: .tests).run(connection)
                    }
                }
                isDone.raise()
                #expect(try await reading.value > 0)
            }
        }
    }

    @Test func `two rebuilds at once are safe`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(1000)
                for car in 1...20 { try await site.enter("M-AB \(car)") }
                try await database.catchUp()
                let live = try await withConnection(to: database) { try await Tables($0) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            try await withConnection(to: database) { connection in
                                for model in readModels {
                                    let taken = try await Projections.Rebuild([model], codec: .tests).run(connection)
                                    #expect(taken == 21)
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await withConnection(to: database) { connection in
                    #expect(try await Tables(connection) == live)
                    try await connection.readViews()
                }
            }
        }
    }

    @Test func `rebuilds beside a live runner and busy writers end, with the same rows`() async throws {
        try await withReadModels { database in
            try await database.following {
                try await withHosts(on: database) { hosts in
                    let isDone = Flag()
                    let names = ["mitte", "ost", "west"]
                    for name in names { try await Site(hosts, name).configure(100_000) }
                    let writing = names.map { name in
                        Task {
                            var car = 0
                            while !isDone.isRaised {
                                try await Site(hosts, name).enter("M-\(car)")
                                if car % 2 == 0 { try await Site(hosts, name).leave("M-\(car)") }
                                car += 1
                            }
                        }
                    }
                    try await withConnection(to: database) { connection in
                        for _ in 0..<3 {
                            for model in readModels {
                                _ = try await Projections.Rebuild([model], codec: .tests).run(connection)
                            }
                        }
                    }
                    isDone.raise()
                    for task in writing { try await task.value }
                    try await withConnection(to: database) { connection in
                        for name in names {
                            let version = try await hosts.current(GarageID(name)!).version
                            for model in readModels.map({ $0.name }) {
                                try await until { try await connection.checkpoint(of: name, in: model) == version }
                            }
                        }
                        let live = try await Tables(connection)
                        for model in readModels {
                            _ = try await Projections.Rebuild([model], codec: .tests).run(connection)
                        }
                        #expect(try await Tables(connection) == live)
                        #expect(try await connection.failures().isEmpty)
                    }
                }
            }
        }
    }
}

extension PostgresConnection {
    /// Reads every view of the interface to the end.
    func readViews() async throws {
        let views = try await run { session in
            try session.query("select viewname from pg_views where schemaname = 'reporting' order by 1").map {
                $0.text(0)
            }
        }
        #expect(
            views == [
                "accounts", "admissions", "allowlist", "balances", "exceptions", "garages", "lengths_of_stay", "money",
                "occupancy", "occupancy_changes", "occupancy_quarters", "openings", "overstays", "payments", "permits",
                "projections", "rate_book_history", "receipts", "refunds", "reservations", "sales",
                "session_charge_lines", "session_charges", "settings_history", "sold", "stays", "suspensions", "tills",
                "turnover", "waivers",
            ])
        for view in views {
            try await run { session in
                _ = try session.query(Statement(embedded: Array("select * from reporting.\(view)".utf8)))
            }
        }
    }
}

import Foundation
import Parking
import Postgres
import Projections
import Synchronization
import TestSupport
import Testing

/// The moment in which a rebuild's rows take the place of the old ones.
@Suite(.needsServer, .timeLimit(.minutes(5))) struct SwapTests {
    @Test func `tables that a program of another version has made are left alone`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(1000)
                try await site.enter("M-AB 1")
                try await database.catchUp()
                try await withConnection(to: database) { connection in
                    try await connection.run {
                        try $0.execute("update projection.installed set fingerprint = '\\x00' where name = 'overstays'")
                    }
                    try await site.enter("M-AB 2")
                    let error = await #expect(throws: (any Error).self) { try await database.catchUp() }
                    #expect("\(error as Any)".contains("made by a program of another version"))
                    #expect(try await connection.inside("mitte") == 1)
                }
            }
        }
    }

    @Test func `a report that is held open over a rebuild holds up neither it nor anybody else, and reads to its end`()
        async throws
    {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(1000)
                for car in 1...3 { try await site.enter("M-AB \(car)") }
                try await database.catchUp()
                try await withConnection(to: database) { report in
                    let others = try await withConnection(to: database) { connection in
                        try await report.holding("select * from reporting.occupancy, reporting.stays, reporting.tills")
                        {
                            check in
                            let rebuilding = try await report.another()
                            for _ in 1...3 {
                                #expect(try await Projections.Rebuild(codec: .tests).run(rebuilding) == 4)
                                #expect(try await connection.inside("mitte") == 3)
                                try await connection.readViews()
                            }
                            await rebuilding.close()
                            try await check()
                            return try await connection.replaced()
                        }
                    }
                    #expect(others.contains { $0.hasPrefix("occupancy_replaced_") })
                    #expect(others.contains { $0.hasPrefix("reporting_replaced_") })
                    // The next one finds nobody there.
                    _ = try await Projections.Rebuild([Occupancy.self], codec: .tests).run(report)
                    #expect(try await report.replaced() == [])
                }
            }
        }
    }

    @Test func `what is read beside rebuilds and busy writers is never older than what was read before`() async throws {
        try await withReadModels { database in
            try await database.following {
                try await withHosts(on: database) { hosts in
                    let site = Site(hosts, "mitte")
                    try await site.configure(100_000)
                    let isDone = Flag()
                    let writing = Task {
                        var car = 0
                        while !isDone.isRaised {
                            try await site.enter("M-\(car)")
                            car += 1
                        }
                    }
                    let reading = Task {
                        var (last, reads) = (Int64(0), 0)
                        try await withConnection(to: database) { connection in
                            while !isDone.isRaised {
                                let now = try await connection.run { session in
                                    try session.query("select version from reporting.occupancy").first?.int8(0) ?? 0
                                }
                                #expect(now >= last)
                                (last, reads) = (now, reads + 1)
                            }
                        }
                        return reads
                    }
                    try await withConnection(to: database) { connection in
                        for _ in 0..<6 { _ = try await Projections.Rebuild(codec: .tests).run(connection) }
                    }
                    isDone.raise()
                    try await writing.value
                    #expect(try await reading.value > 0)
                }
            }
        }
    }

    @Test func `whoever was granted a view has it after a rebuild as well`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                let may = """
                    select has_table_privilege('parklog_plates', 'reporting.stays', 'select'),
                        has_table_privilege('parklog_plates', 'reporting.tills', 'select'),
                        has_schema_privilege('parklog_plates', 'reporting', 'usage'),
                        has_table_privilege('parklog_reporting', 'reporting.tills', 'select'),
                        has_function_privilege(
                            'parklog_reporting', 'reporting.first_version(text, timestamptz)', 'execute')
                    """ as Statement
                func rights() async throws -> [Bool] {
                    try await connection.run { session in
                        let row = try session.query(may)[0]
                        return (0..<5).map { row.bool($0) }
                    }
                }
                try await connection.run { session in
                    try session.script(
                        "grant select on reporting.stays to parklog_plates; grant usage on schema reporting to parklog_plates"
                    )
                }
                let before = try await rights()
                #expect(before == [true, false, true, true, true])
                _ = try await Projections.Rebuild([Occupancy.self], codec: .tests).run(connection)
                #expect(try await rights() == before)
            }
        }
    }

    @Test func `a rebuild says how far it is, of how much`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                for garage in ["mitte", "ost"] {
                    try await Site(hosts, garage).configure(1000)
                    for car in 1...10 { try await Site(hosts, garage).enter("M-AB \(car)") }
                }
                let told = Mutex<[RebuildProgress]>([])
                try await withConnection(to: database) { connection in
                    _ = try await Projections.Rebuild(codec: .tests).run(
                        connection, progress: { step in told.withLock { $0.append(step) } })
                }
                let steps = told.withLock { $0 }
                #expect(steps.allSatisfy { $0.total == 22 })
                #expect(steps.map(\.taken).max() == 22)
            }
        }
    }

    @Test func `the new tables have the same indexes as the old ones`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                func indexes() async throws -> [String] {
                    try await connection.run { session in
                        try session.query(
                            "select indexdef from pg_indexes where schemaname = any ($1) order by 1",
                            [.texts(readModels.map { $0.name })]
                        ).map { $0.text(0) }
                    }
                }
                let before = try await indexes()
                #expect(before.contains { $0.contains("sessions_by_plate") })
                _ = try await Projections.Rebuild(codec: .tests).run(connection)
                #expect(try await indexes() == before)
                // As many as the models' own scripts make.
                let scripted = readModels.reduce(0) { $0 + $1.tables.text.matches(of: /create (unique )?index/).count }
                #expect(before.count { !$0.contains("_pkey") } == scripted)
            }
        }
    }
}

extension PostgresConnection {
    /// The schemas that a rebuild has replaced and somebody may still read.
    fileprivate func replaced() async throws -> [String] {
        try await run { session in
            try session.query("select schema from projection.replaced order by 1").map { $0.text(0) }
        }
    }
}

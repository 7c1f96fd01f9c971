import Chronology
import Hosting
import Money
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

/// What reports and readings say of days that are over, when something is told of them later.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct LaterReportTests {
    private func with(_ body: (Site, SettableClock, PostgresConfiguration, Queries) async throws -> Void) async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    try await body(Site(hosts, "mitte"), clock, database, Queries(pool: pool, hosts: hosts))
                }
            }
        }
    }

    private func report(
        _ name: String, _ site: Site, _ queries: Queries, on day: LocalDay
    ) async throws -> [Substring] {
        var question = Question(site.garage)
        (question.report, question.day) = (Report(name: name), day)
        let printed = try await Query.report.answer(question, from: queries).tables[0].printed(.csv)
        return Array(printed.split(separator: "\n").dropFirst())
    }

    private let monday = LocalDay("2026-03-02")!

    @Test func `what nobody has seen to is in the report of exceptions of every day on which it is open`() async throws
    {
        try await with { site, clock, database, queries in
            try await site.configure(10)
            try await site.leave("A 1")
            for days in 0..<3 {
                try await database.catchUp()
                #expect(try await report("exceptions", site, queries, on: monday.advanced(by: days)).count == 1)
                clock.set(clock.now + .days(1))
                try await site.enter("B \(days)")
            }
            try await site.send(.dismissException, #"{"exception": 2, "reason": "misread"}"#)
            clock.set(clock.now + .days(1))
            try await site.enter("C 1")
            try await database.catchUp()
            #expect(try await report("exceptions", site, queries, on: monday.advanced(by: 3)).count == 1)
            #expect(try await report("exceptions", site, queries, on: monday.advanced(by: 4)).isEmpty)
        }
    }

    @Test func `a barrier that rose for an answer is one opening, and each further one another`() async throws {
        try await with { site, clock, database, queries in
            try await site.configure(10)
            try await site.enter("A 1")
            clock.set(clock.now + .hours(1))
            try await site.send(.plateSeen, #"{"plate": "A 1", "gate": "out"}"#)
            for _ in 1...2 { try await site.send(.gateOpen, #"{"gate": "out"}"#) }
            try await site.leave("A 1")
            try await database.catchUp()
            let rows = try await report("openings", site, queries, on: monday)
            let out = rows.filter { $0.hasPrefix("out,") }.map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            #expect(out.map { [$0[2], $0[4]] } == [["answer", "1"], ["gate", "1"]], "\(rows)")
        }
    }

    @Test func `a day on which midnight is shown twice begins with the first`() async throws {
        try await with { site, clock, database, queries in
            try await site.send(
                .configureGarage, Site.settings(10).replacing("Europe/Berlin", with: "Atlantic/Azores"))
            let midnight = Instant("2026-10-25T00:00:00Z")!
            clock.set(midnight - .hours(2))
            try await site.enter("A 1")
            clock.set(midnight + .minutes(30))
            try await site.leave("A 1")
            try await database.catchUp()
            let sunday = LocalDay("2026-10-25")!
            let rows = try await report("vehicle-types", site, queries, on: sunday)
            #expect(rows == ["2026-10-25,standard,,0,1,,0.00"])
        }
    }

    @Test func `the tax of a stay is that of what it comes to, also where that was settled or given back`() async throws
    {
        try await with { site, clock, database, queries in
            try await site.configure(10)
            try await site.send(
                .cardPublished,
                #"{"rates": [{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}}], "crossing": "perBlock", "#
                    + #""tax": {"name": "VAT", "rate": "19", "included": true}}"#)
            let entered = clock.now
            let first = try await site.enter("A 1").version
            for plate in ["A 2", "A 3"] { try await site.enter(plate) }
            clock.set(clock.now + .hours(4))
            for plate in ["A 1", "A 2", "A 3"] { try await site.leave(plate) }
            for stay in first...first + 1 { try await site.send(.pay, #"{"session": \#(stay), "method": "cash"}"#) }
            try await site.send(
                .correctPassage, #"{"session": \#(first), "at": "\#(entered + .hours(3))", "reason": "misread"}"#)
            try await site.send(
                .refund, #"{"session": \#(first + 1), "method": "cash", "amount": "5.00", "reason": "misread"}"#)
            try await database.catchUp()
            try await withConnection(to: database) { connection in
                let views: [Statement] = [
                    "select total || ' ' || tax from reporting.session_charges order by session",
                    "select total || ' ' || tax from reporting.stays order by session",
                ]
                for view in views {
                    let told = try await connection.run { try $0.query(view).map { $0.text(0) } }
                    #expect(told == ["12.00 1.92", "7.00 1.12", "12.00 1.92"])
                }
            }
        }
    }

    @Test func `a tenant that the settings name no more is not reported with the spots that it had`() async throws {
        try await with { site, clock, database, queries in
            try await site.configure(10, #""tenants": [{"id": "acme", "name": "Acme", "spots": 1}]"#)
            try await database.catchUp()
            #expect(try await report("tenants", site, queries, on: monday) == ["acme,Acme,1,0,0,0,0.0,0.00"])
            clock.set(clock.now + .hours(1))
            try await site.send(.changeSettings, #"{"tenants": null}"#)
            try await database.catchUp()
            let rows = try await report("tenants", site, queries, on: monday)
            #expect(rows.isEmpty, "\(rows)")
        }
    }

    @Test func `a car that is told late has the capacity of its own day`() async throws {
        try await with { site, clock, database, queries in
            try await site.configure(100)
            let eight = clock.now
            clock.set(eight + .hours(10))
            try await site.configure(60)
            clock.set(eight + .hours(11))
            try await site.send(
                .gateOpen, #"{"plate": "A 1", "gate": "in", "occurredAt": "\#(eight + .minutes(30))"}"#)
            try await database.catchUp()
            let then = AsOf(eight + .hours(1), basis: .happened)
            #expect(try await queries.occupancy(of: site.garage, asOf: then).capacity == 100)
            #expect(try await queries.occupancy(of: site.garage, asOf: then).inside == 1)
            let rows = try await report("occupancy", site, queries, on: monday)
            #expect(rows.contains { $0.hasSuffix(",100,1.0") } && rows.last?.hasSuffix(",60,1.7") == true, "\(rows)")
            try await withConnection(to: database) { connection in
                let capacities = try await connection.run {
                    try $0.query(
                        "select distinct capacity from reporting.occupancy_quarters where quarter_at < $1",
                        [.timestamptz(microseconds: (eight + .hours(9)).microseconds)]
                    ).map { $0.int4(0) }
                }
                #expect(capacities == [100])
            }
        }
    }

    @Test func `money that moves when a stay's passages are forgotten is what it comes to, wherever it is read`()
        async throws
    {
        for pays in [true, false] {
            try await with { site, clock, database, queries in
                try await site.configure(10, #""unpaidExit": "listed""#)
                try await site.send(
                    .ratePublished, #"{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                clock.set(clock.now + .hours(2))
                let ten = clock.now
                try await site.enter("A 1")
                let session = 3
                clock.set(ten + .hours(4))
                try await site.leave("A 1")
                try await site.send(.pay, #"{"session": \#(session), "method": "cash"}"#)
                let entry = pays ? ten - .hours(1) : ten + .hours(1)
                try await site.send(
                    .correctPassage, #"{"session": \#(session), "at": "\#(entry)", "reason": "misread"}"#)
                try await database.catchUp()
                clock.set(clock.now + .days(10))
                try await site.enter("B 1")
                try await database.catchUp()
                if pays {
                    try await site.send(.pay, #"{"session": \#(session), "method": "cash"}"#)
                } else {
                    try await site.send(
                        .refund, #"{"session": \#(session), "method": "cash", "reason": "misread"}"#)
                }
                try await database.catchUp()
                let stay = try await queries.stays(of: site.garage, Search()).first { $0.id.version == Int64(session) }
                #expect(stay?.total == Money(minorUnits: pays ? 15_00 : 9_00))
                let past = try await queries.stays(of: site.garage, Search(), asOf: AsOf(clock.now))
                #expect(
                    past.first { $0.id.version == Int64(session) }?.total == stay?.total)
                try await withConnection(to: database) { connection in
                    let live = try await Tables(connection)
                    _ = try await Projections.Rebuild(codec: .tests).run(connection)
                    #expect(try await Tables(connection) == live)
                    let charged = try await connection.run {
                        try $0.query("select charged::text from reporting.money where charged > 0").map { $0.text(0) }
                    }
                    #expect(charged == [pays ? "15.00" : "9.00"])
                }
            }
        }
    }
}

import Chronology
import Hosting
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

/// Permits of tenants and of several plates, as they are read and reported.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct TenantReportTests {
    @Test func `a tenant's report has its permits, its stays, the most inside and the minutes above its spots`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                let tenants =
                    #""tenants": [{"id": "acme", "name": "Acme", "spots": 1}, {"id": "none", "name": "None", "spots": 1}]"#
                try await site.configure(10, tenants)
                try await site.send(
                    .ratePublished, #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                let first = try await site.permit("A 1", "pass", #", "tenant": "acme""#)
                try await site.permit("A 2", "pass", #", "tenant": "acme""#)
                let own = try await site.permit("F 1", "pass")
                let further = try await site.permit("#04:A2", "further", #", "permit": \#(own)"#)
                try await site.enter("A 1")
                clock.set(clock.now + .minutes(30))
                try await site.enter("A 2")
                clock.set(clock.now + .minutes(60))
                try await site.leave("A 2")
                clock.set(clock.now + .minutes(60))
                try await site.leave("A 1")
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    try await database.catchUp()
                    let today = LocalDay("2026-03-02")!
                    var question = Question(site.garage)
                    (question.report, question.day) = (Report(name: "tenants"), today)
                    let report = try await Query.report.answer(question, from: queries).tables[0].printed(.csv)
                    #expect(
                        report.split(separator: "\n").dropFirst() == [
                            "acme,Acme,1,2,2,2,60.0,2.00", "none,None,1,0,0,0,0.0,0.00",
                        ])
                    for asOf in [nil, AsOf(clock.now)] {
                        let permits = try await queries.permits(of: site.garage, on: today, asOf: asOf)
                        #expect(permits.map(\.kind) == [.pass, .pass, .pass, .further])
                        #expect(permits.map(\.tenant?.text) == ["acme", "acme", nil, nil])
                        #expect(permits.map(\.placeOf?.version) == [nil, nil, nil, own])
                        #expect(permits.map(\.plate?.characters) == ["A1", "A2", "F1", "#04A2"])
                        #expect(permits.map(\.id.version).first == first && permits.last?.id.version == further)
                    }
                }
            }
        }
    }
}

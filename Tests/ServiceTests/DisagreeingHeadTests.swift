import EventLog
import Parking
import Postgres
import TestSupport
import Testing

@testable import Hosting

/// Garages whose heads are not their last events, as after a restore that was cut off or a hand in the database.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct DisagreeingHeadTests {
    private static let damages: [Statement] = [
        "update log.streams set version = version + 5 where garage_id = 'mitte'",
        "update log.streams set version = version - 1 where garage_id = 'mitte'",
        "update log.streams set hash = decode(repeat('ab', 32), 'hex') where garage_id = 'mitte'",
        "update log.streams set recorded_at = recorded_at + interval '1 day' where garage_id = 'mitte'",
    ]

    @Test(arguments: damages.indices)
    func `are named at once, keep no other garage back, and go on once the head is put right`(_ damage: Int)
        async throws
    {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 3) { pool in
                let log = HookedLog(PostgresEventLog(pool))
                try await withHosts(on: log) { hosts in
                    let (bad, good) = (Site(hosts), Site(hosts, GarageID("ost")!))
                    for site in [bad, good] {
                        try await site.configure(10)
                        _ = try await site.seen("M-AB 1")
                    }
                    let owner = try await TestDatabase.connect(to: database)
                    try await owner.run { try $0.execute(Self.damages[damage]) }
                    let before = log.counts.appends
                    for number in 2...4 {
                        let error = await failure { () throws(CommandError) in try await bad.seen("M-AB \(number)") }
                        #expect(error?.kind == .headDisagrees)
                        #expect(try await good.seen("M-AB \(number)").answer.result.answer == "open")
                    }
                    // One for the first command that met it, and one for each of the other garage's.
                    #expect(log.counts.appends == before + 4)
                    #expect(hosts.headsThatDisagree.map(\.garage) == ["mitte"])
                    #expect(try await hosts.current(.mitte).version == 2)

                    guard case .repaired(_, let head) = try await owner.transaction({ try $0.repairHead(of: "mitte") })
                    else {
                        Issue.record("the head was not put right")
                        return
                    }
                    #expect(head.version == 2)
                    #expect(try await owner.transaction { try $0.repairHead(of: "mitte") } == .fits(head))
                    #expect(try await bad.seen("M-AB 9").answer.result.answer == "open")
                    #expect(hosts.headsThatDisagree.isEmpty)
                    await owner.close()
                }
            }
        }
    }

    @Test func `are known to a host that comes after the one that met them, and fit again once they are put right`()
        async throws
    {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 3) { pool in
                try await withHosts(on: PostgresEventLog(pool)) { hosts in
                    let site = Site(hosts)
                    try await site.configure(10)
                    let owner = try await TestDatabase.connect(to: database)
                    try await owner.run { try $0.execute(Self.damages[0]) }
                    let error = await failure { () throws(CommandError) in try await site.seen("M-AB 1") }
                    #expect(error?.kind == .headDisagrees)
                    await hosts.letGo(unaskedSince: .now.advanced(by: .seconds(1)))
                    #expect(hosts.headsThatDisagree.count == 1)
                    _ = try await owner.transaction { try $0.repairHead(of: "mitte") }
                    #expect(try await site.seen("M-AB 1").answer.result.answer == "open")
                    #expect(hosts.headsThatDisagree.isEmpty)
                    await owner.close()
                }
            }
        }
    }

    @Test func `stay as they are where the last events are gone that replies or read models have seen`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 3) { pool in
                try await withHosts(on: PostgresEventLog(pool)) { hosts in
                    let site = Site(hosts)
                    try await site.configure(10)
                    for number in 1...3 { _ = try await site.seen("M-AB \(number)") }
                    let owner = try await TestDatabase.connect(to: database)
                    try await owner.run {
                        try $0.script("alter table log.events disable trigger append_only")
                        try $0.execute("delete from log.events where version > 2")
                    }
                    await #expect(throws: HeadRepairError.lost("mitte", from: 3, upTo: 4)) {
                        try await owner.transaction { try $0.repairHead(of: "mitte") }
                    }
                    await owner.close()
                }
            }
        }
    }

    @Test func `stay as they are where an event does not follow from the one before`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 3) { pool in
                let log = PostgresEventLog(pool)
                try await withHosts(on: log) { hosts in
                    try await Site(hosts).configure(10)
                    for number in 1...3 { _ = try await Site(hosts).seen("M-AB \(number)") }
                }
                let owner = try await TestDatabase.connect(to: database)
                try await owner.run { session in
                    try session.script(
                        """
                        alter table log.events disable trigger append_only;
                        update log.events set actor = 'somebody-else' where garage_id = 'mitte' and version = 3;
                        update log.streams set version = 9 where garage_id = 'mitte';
                        """)
                }
                await #expect(throws: HeadRepairError.brokenChain("mitte", version: 3)) {
                    _ = try await owner.transaction { try $0.repairHead(of: "mitte") }
                }
                #expect(try await log.head(of: "mitte").version == 9)
                await #expect(throws: HeadRepairError.noEvents("nowhere")) {
                    _ = try await owner.transaction { try $0.repairHead(of: "nowhere") }
                }
                await owner.close()
            }
        }
    }
}

import Chronology
import EventLog
import Parking
import Postgres
import Projections
import TestSupport
import Testing

@testable import Hosting

/// Plates that are erased while several processes serve their garage.
@Suite(.timeLimit(.minutes(5)))
struct ErasureTests {
    @Test(arguments: Store.available)
    func `what one process erases no other goes on with, and who comes back is another one`(
        _ store: Store
    ) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let (here, there) = (Site(left), Site(right))
                    try await here.configure(100, #""admission": "open""#)
                    // Both processes know the plate.
                    try await here.drive("M-AA 1")
                    try await there.leave("M-AA 1")
                    let first = try await one.vaultEntries(of: "mitte", plates: ["MAA1"])
                    #expect(try await here.erase("M-AA 1").text.contains(#""erased":1"#))
                    #expect(try await one.vaultEntries(of: "mitte", plates: ["MAA1"]).isEmpty)
                    #expect(try await one.vaultEntries(of: "mitte", plateIDs: first.map(\.plateID)).isEmpty)

                    try await there.drive("M-AA 1")
                    let second = try await one.vaultEntries(of: "mitte", plates: ["MAA1"])
                    #expect(second.count == 1 && second.allSatisfy { $0.isGenuine })
                    #expect(second[0].plateID != first[0].plateID && second[0].salt != first[0].salt)
                    let named = try await ids(in: one)
                    let erasure = try #require(named.firstIndex { $0.type == "plates-erased" })
                    let old = PlateID(bytes: first[0].plateID)!.description
                    #expect(named[(erasure + 1)...].allSatisfy { !$0.ids.contains(old) })
                    #expect(named[..<erasure].contains { $0.ids.contains(old) })
                    #expect(try await left.current(.mitte).inside == 1)
                }
            }
        }
    }

    @Test(arguments: Store.available)
    func `whatever is sent at the same time, no event behind an erasure names the plate that was erased`(
        _ store: Store
    ) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let sites = [Site(left), Site(right)]
                    try await sites[0].configure(100, #""admission": "open""#)
                    _ = try await atOnce(80) { index in
                        let (site, plate) = (sites[index % 2], "M-AA \(index % 5)")
                        switch index % 4 {
                        case 0: _ = try await site.seen(plate)
                        case 1: _ = try? await site.leave(plate)
                        default: _ = try? await site.erase(plate)
                        }
                    }
                    var erased: Set<String> = []
                    for event in try await ids(in: one) {
                        if event.type == "plates-erased" {
                            erased.formUnion(event.ids)
                        } else {
                            #expect(erased.isDisjoint(with: event.ids), "event \(event.version)")
                        }
                    }
                    // The vault has what is named and was not erased.
                    let all = Set(try await ids(in: one).flatMap(\.ids))
                    let kept = try await one.vaultEntries(
                        of: "mitte", plateIDs: all.map { PlateID(hex: $0)!.bytes })
                    #expect(
                        Set(kept.map { PlateID(bytes: $0.plateID)!.description }) == all.subtracting(erased))
                }
            }
        }
    }

    @Test func `a process that nobody asks forgets the plate as well`() async throws {
        try await Store.memory.withLog { log in
            try await withHosts(on: log) { left in
                try await withHosts(on: log) { right in
                    let (here, there) = (Site(left), Site(right))
                    try await here.configure(100, #""admission": "open""#)
                    try await here.drive("M-AA 1")
                    try await there.leave("M-AA 1")
                    #expect(await right.remembers(Plate("M-AA 1")!, in: .mitte))
                    try await here.erase("M-AA 1")
                    #expect(await !left.remembers(Plate("M-AA 1")!, in: .mitte))
                    try await right.refresh(.mitte)
                    #expect(await !right.remembers(Plate("M-AA 1")!, in: .mitte))
                }
            }
        }
    }

    @Test(.needsServer) func `it is told by the log, where nobody asks`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 4) { pool in
                let log = PostgresEventLog(pool)
                try await withHosts(on: log) { left in
                    try await withHosts(on: log) { right in
                        let (here, there) = (Site(left), Site(right))
                        try await here.configure(100, #""admission": "open""#)
                        try await here.drive("M-AA 1")
                        try await there.leave("M-AA 1")
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            group.addTask {
                                await ErasureWatch(right, log: log, logger: TestDatabase.silent).run()
                            }
                            defer { group.cancelAll() }
                            try await here.erase("M-AA 1")
                            try await until { await !right.remembers(Plate("M-AA 1")!, in: .mitte) }
                        }
                    }
                }
            }
        }
    }

    @Test(.needsServer) func `a garage that cannot be read keeps no other's plates in memory`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 4) { pool in
                let log = PostgresEventLog(pool)
                let names = (1...8).map { GarageID("sound-\($0)")! }
                try await withHosts(on: log) { left in
                    try await withHosts(on: log) { right in
                        for name in names + [.mitte] {
                            let (here, there) = (Site(left, name), Site(right, name))
                            try await here.configure(100, #""admission": "open""#)
                            try await here.drive("M-AA 1")
                            try await there.leave("M-AA 1")
                        }
                        try await Site(left).erase("M-AA 1")
                        let owner = try await TestDatabase.connect(to: database)
                        try await owner.run {
                            try $0.script("alter table log.events disable trigger append_only")
                            try $0.execute(
                                "update log.events set type = 'nobody-knows' where garage_id = 'mitte' and version > 4")
                        }
                        await owner.close()
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            group.addTask {
                                await ErasureWatch(right, log: log, logger: TestDatabase.silent).run()
                            }
                            defer { group.cancelAll() }
                            for name in names { try await Site(left, name).erase("M-AA 1") }
                            for name in names {
                                try await until { await !right.remembers(Plate("M-AA 1")!, in: name) }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test(.needsServer) func `what nothing has named for so many days goes by itself, but for what is needed`()
        async throws
    {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 4) { pool in
                let (log, clock) = (PostgresEventLog(pool), SettableClock(.monday))
                try await withHosts(on: log, clock: clock.reading) { hosts in
                    let site = Site(hosts)
                    try await site.configure(100, #""admission": "open""#)
                    for plate in ["M-AA 1", "M-AA 2", "M-AA 3"] { try await site.drive(plate) }
                    try await site.leave("M-AA 1")
                    try await site.leave("M-AA 3")
                    clock.set(.monday + .days(40))
                    #expect(try await hosts.platesUnnamed(in: .mitte, forDays: 41, log: log).isEmpty)
                    try await site.drive("M-AA 3")
                    let old = try await hosts.platesUnnamed(in: .mitte, forDays: 31, log: log)
                    #expect(old.count == 1)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            await Retention(
                                days: 31, hosts, log: log, delay: .zero, logger: TestDatabase.silent
                            ).run()
                        }
                        defer { group.cancelAll() }
                        try await until {
                            try await log.vaultEntries(of: "mitte", plates: ["MAA1"]).isEmpty
                        }
                    }
                    // The second one's car has been inside all the time.
                    #expect(try await log.vaultEntries(of: "mitte", plates: ["MAA2", "MAA3"]).count == 2)
                    let last = try await log.events(of: "mitte", after: 0, limit: .max).last
                    #expect(last?.event.type == "plates-erased" && last?.event.actor == "retention")
                    #expect(try await log.erasures(in: "mitte").map(\.id) == old.map(\.bytes))
                }
            }
        }
    }

    /// What events name, by the pattern that the log looks by; of an erasure what it erases.
    private func ids(
        in log: any EventLog
    ) async throws -> [(version: Int64, type: String, ids: Set<String>)] {
        try await log.events(of: "mitte", after: 0, limit: .max).map { stored in
            let payload = String(decoding: stored.event.payload, as: UTF8.self)
            return (
                stored.version, stored.event.type,
                Set(payload.matches(of: /"([0-9a-f]{32})"/).map { String($0.1) })
            )
        }
    }
}

extension Site {
    @discardableResult
    func erase(_ plate: String) async throws(CommandError) -> Reply {
        try await send(.erasePlate, #"{"plate": "\#(plate)"}"#)
    }
}

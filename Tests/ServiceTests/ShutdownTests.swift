import SystemTime
import TestSupport
import EventLog
import Logging
import Parking
import Hosting
import ServiceLifecycle
import Testing

/// How hosts end.
@Suite(.timeLimit(.minutes(5)))
struct ShutdownTests {
    @Test func `a graceful shutdown carries out what waits, and then takes nothing more`() async throws {
        let door = Door()
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            if append.head.version > 0 { await door.pass() }
            return try await pass()
        }
        let hosts = GarageHosts(
            log: log, zones: ZoneDatabase(), clock: { .monday }, patience: Patience(.seconds(100)),
            logger: TestDatabase.silent)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [.init(service: hosts)], logger: TestDatabase.silent))
        let running = Task { try await group.run() }
        let site = Site(hosts)
        try await site.configure(100)
        async let first = site.seen("M-AB 1")
        try await until { door.waiting == 1 }
        async let rest = atOnce(50) { try await site.seen("M-CD \($0)") }
        try await hosts.waits(for: 50, in: .mitte)
        await group.triggerGracefulShutdown()
        // It is told to stop before it has carried anything out.
        var garages = 0
        try await until {
            garages += 1
            let other = Site(hosts, GarageID("g\(garages)")!)
            return await failure { () throws(CommandError) in try await other.configure(5) }?.kind == .stopping
        }
        door.open()
        #expect(try await first.answer.result.answer == "open")
        #expect(try await rest.allSatisfy { try $0.answer.result.answer == "open" })
        try await running.value
        #expect(try await log.head(of: "mitte").version == 52)
        #expect(await failure { () throws(CommandError) in try await site.leave("M-AB 1") }?.kind == .stopping)
        await #expect(throws: CommandError.self) { _ = try await hosts.current(.mitte) }
    }

    @Test func `cancelled hosts leave nobody waiting`() async throws {
        for _ in 0..<200 {
            let hosts = GarageHosts(
                log: InMemoryEventLog(), zones: ZoneDatabase(), clock: { .monday },
                patience: Patience(.seconds(100)), logger: TestDatabase.silent)
            let running = Task { await hosts.run() }
            let site = Site(hosts)
            try await site.configure(100)
            let commands = Task {
                try await atOnce(20) { index in
                    await failure { () throws(CommandError) in try await site.seen("M-CD \(index)") }
                }
            }
            let questions = Task { try await atOnce(5) { _ in try? await hosts.current(.mitte).version } }
            await Task.yield()
            running.cancel()
            let failures = try await commands.value
            #expect(failures.allSatisfy { $0 == nil || $0?.kind == .stopping || $0?.kind == .unavailable })
            #expect(try await questions.value.count == 5)
            await running.value
        }
    }
}

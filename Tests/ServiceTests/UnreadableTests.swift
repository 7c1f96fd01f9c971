import EventLog
import Parking
import Hosting
import TestSupport
import Testing

/// Events that this program cannot read.
@Suite(.timeLimit(.minutes(5)))
struct UnreadableTests {
    @Test(arguments: Store.available)
    func `an unreadable event stops its garage, and others go on`(_ store: Store) async throws {
        try await store.withLogs { log, _ in
            try await withHosts(on: log) { hosts in
                let (torn, whole) = (Site(hosts), Site(hosts, GarageID("ost")!))
                try await torn.configure(10)
                try await whole.configure(10)
                // A newer program wrote it.
                let head = try await log.head(of: "mitte")
                let event = NewEvent(
                    type: "car-flown", schemaVersion: 1, occurredAt: .monday, commandID: nil, actor: "future",
                    payload: Array("{}".utf8))
                let appended = try await log.append(
                    Append(garage: "mitte", head: head, recordedAt: .monday, events: [event]))
                #expect(appended != .conflict)

                for _ in 0..<2 {
                    let error = await failure { () throws(CommandError) in try await torn.seen("M-AB 1") }
                    guard case .unreadable(version: 2, _) = error else {
                        Issue.record("\(String(describing: error))")
                        return
                    }
                }
                await #expect(throws: CommandError.self) { _ = try await hosts.current(.mitte) }
                #expect(try await whole.seen("M-AB 1").answer.result.answer == "open")
                #expect(try await log.head(of: "mitte").version == 2)
            }
        }
    }

    @Test(arguments: Store.available)
    func `a newer form of an event is not guessed at`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { try await Site($0).configure(10) }
            let first = try await log.events(of: "mitte", after: 0, limit: 1)[0]
            let event = NewEvent(
                type: first.event.type, schemaVersion: 99, occurredAt: .monday, commandID: nil, actor: "future",
                payload: first.event.payload)
            let head = try await log.head(of: "mitte")
            _ = try await log.append(Append(garage: "mitte", head: head, recordedAt: .monday, events: [event]))
            try await withHosts(on: log) { hosts in
                let error = await failure { () throws(CommandError) in try await Site(hosts).seen("M-AB 1") }
                #expect(error?.kind == .unreadable)
            }
        }
    }

    @Test func `an event that the log has lost stops its garage, and is named`() async throws {
        let log = InMemoryEventLog()
        try await withHosts(on: log) { hosts in
            try await Site(hosts).configure(10)
            for number in 1...3 { try await Site(hosts).seen("M-AB \(number)") }
        }
        try await withHosts(on: TornLog(log: log, lost: 3)) { hosts in
            let error = await failure { () throws(CommandError) in try await Site(hosts).seen("M-AB 4") }
            guard case .altered(let altered) = error, altered.version == 3, altered.kind == .missing(next: 4) else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a head that is not the last event's stops its garage, and nobody tries for ever`() async throws {
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            append.head.version == 1 ? .conflict : try await pass()
        }
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(10)
            let error = await failure { () throws(CommandError) in try await site.seen("M-AB 1") }
            #expect(error?.kind == .headDisagrees)
        }
    }
}

import EventLog
import Parking
import Hosting
import Testing

/// Two processes that write to one garage.
@Suite(.timeLimit(.minutes(5)))
struct RaceTests {
    @Test(arguments: Store.available)
    func `of 100 cars before the last spot exactly one is let in, and none is forgotten`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let sites = [Site(left), Site(right)]
                    try await sites[0].configure(3)
                    _ = try await right.current(.mitte)
                    try await sites[0].drive("M-AA 1")
                    try await sites[1].drive("M-AA 2")
                    let replies = try await atOnce(100) { try await sites[$0 % 2].seen("M-BB \($0)") }
                    let answers = try replies.map { try $0.answer }
                    #expect(answers.count { $0.result.answer == "open" } == 1)
                    #expect(answers.count { $0.result.reason == "garage-full" } == 99)

                    let events = try await one.events(of: "mitte", after: 5, limit: 1000)
                    #expect(events.map(\.version) == Array(6...105))
                    #expect(Set(answers.flatMap { $0.events.map(\.version) }) == Set(6...105))
                    #expect(events.count { $0.event.type == "entry-authorised" } == 1)
                }
            }
        }
    }

    @Test(arguments: Store.available)
    func `conflicts are resolved by reading on, and both processes see the same garage`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let sites = [Site(left), Site(right)]
                    try await sites[0].configure(1000)
                    _ = try await right.current(.mitte)
                    let sessions = try await atOnce(120) { index in
                        try await sites[index % 2].drive("M-\(index % 40) X")
                    }
                    #expect(sessions.count == 120)
                    let (here, there) = (try await left.current(.mitte), try await right.current(.mitte))
                    #expect(here == there)
                    // Every plate drove in three times, the second and the third time by force.
                    #expect(here.inside == 40)
                }
            }
        }
    }

    @Test(arguments: Store.available)
    func `a plate has one id, whichever process names it first`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let sites = [Site(left), Site(right)]
                    try await sites[0].configure(1000)
                    _ = try await right.current(.mitte)
                    _ = try await atOnce(100) { try await sites[$0 % 2].seen("M-\($0 % 10) Y") }
                    let plates = (0..<10).map { "M\($0)Y" }
                    let entries = try await one.vaultEntries(of: "mitte", plates: plates)
                    #expect(entries.map(\.plate).sorted() == plates)
                    #expect(entries.count { $0.isGenuine } == 10)
                    let named = try await one.events(of: "mitte", after: 1, limit: 1000).map { stored in
                        let payload = String(decoding: stored.event.payload, as: UTF8.self)
                        return payload.firstMatch(of: /[0-9a-f]{32}/).map { String($0.0) }
                    }
                    #expect(Set(named.compactMap(\.self)).count == 10)
                }
            }
        }
    }
}

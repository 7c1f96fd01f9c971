import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct IdempotencyTests {
        @Test func `the same key again gets the same reply, and the command is carried out once`() async throws {
            try await Site.with { site in
                let body = #"{"plate": "A 1", "day": "2026-03-04"}"#
                let first = try await site.post("reserve", body, key: "booking-1")
                #expect(first.headers[.idempotentReplay] == nil)
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let again = try await site.post("reserve", body, key: "booking-1")
                #expect(again.status == .ok)
                #expect(again.headers[.idempotentReplay] == "true")
                #expect(again.body == first.body)
                // Written otherwise, it is still the same command.
                let other = try await site.post(
                    "reserve", #"{"holder":"member","day":"2026-03-04","plate":"a-1"}"#, key: "booking-1")
                #expect(other.body == first.body)
                #expect(try await site.head == 2)
            }
        }

        @Test func `a number is the same command however it is spelled`() async throws {
            try await Site.with { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#)
                let first = try await site.post("cancel", #"{"reservation": 2}"#, key: "back")
                #expect(first.status == .ok)
                for number in ["2.0", "2e0", "20E-1", "0.2e+1"] {
                    let again = try await site.post("cancel", #"{"reservation": \#(number)}"#, key: "back")
                    #expect(again.headers[.idempotentReplay] == "true" && again.body == first.body, "\(number)")
                }
            }
        }

        @Test func `another body under a used key is refused`() async throws {
            try await Site.with { site in
                try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: "booking-1")
                try await site.expect("idempotency-key-reused", 409) {
                    try await site.post("reserve", #"{"plate": "A 2", "day": "2026-03-04"}"#, key: "booking-1")
                }
            }
        }

        @Test func `another command under a used key is refused`() async throws {
            try await Site.with { site in
                try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: "key")
                for (command, body) in [
                    ("cancel", #"{"reservation": 2}"#), ("plate-seen", #"{"plate": "A 1", "gate": "north"}"#),
                    ("gate-open", #"{"gate": "north"}"#), ("exit", #"{"gate": "south"}"#),
                    ("grant-permit", #"{"plate": "A 1", "kind": "pass"}"#), ("renew-permit", #"{"permit": 2}"#),
                    ("revoke-permit", #"{"permit": 2}"#),
                    ("rate-published", #"{"id": "a", "price": {"once": "1.00"}}"#),
                    ("configure-garage", Site.settings()),
                ] {
                    try await site.expect("idempotency-key-reused", 409) {
                        try await site.post(command, body, key: "key")
                    }
                }
            }
        }

        @Test func `a key of another garage is another key`() async throws {
            try await Site.with { site in
                try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: "key")
                try await Site.with { other in
                    let reply = try await other.post("reserve", #"{"plate": "A 2", "day": "2026-03-05"}"#, key: "key")
                    #expect(reply.status == .ok)
                    #expect(reply.headers[.idempotentReplay] == nil)
                }
            }
        }

        @Test func `a refused command leaves its key free`() async throws {
            try await Site.with { site in
                try await site.expect("unknown-reservation", 404, field: "reservation") {
                    try await site.post("cancel", #"{"reservation": 9}"#, key: "key")
                }
                #expect(
                    try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: "key").status == .ok)
            }
        }

        @Test func `twenty requests at once under one key are one command`() async throws {
            try await Site.with { site in
                let replies = try await withThrowingTaskGroup(of: Exchange.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: "key")
                        }
                    }
                    return try await group.reduce(into: [Exchange]()) { $0.append($1) }
                }
                #expect(Set(replies.map(\.body)).count == 1)
                #expect(replies.allSatisfy { $0.status == .ok })
                #expect(try await site.head == 2)
            }
        }

        @Test(arguments: ["", "two words", String(repeating: "k", count: 129), "schlüssel", "tab\tkey"])
        func `a key that is none is refused`(key: String) async throws {
            try await Site.with { site in
                try await site.expect("invalid-idempotency-key", 400) {
                    try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: key)
                }
            }
        }

        @Test func `a key of 128 characters is a key`() async throws {
            try await Site.with { site in
                let key = String(repeating: "~", count: 128)
                let reply = try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#, key: key)
                #expect(reply.status == .ok)
            }
        }

        @Test func `two keys in one request are refused`() async throws {
            try await Site.with { site in
                var headers = Site.json
                headers.append(HTTPField(name: .idempotencyKey, value: "a"))
                headers.append(HTTPField(name: .idempotencyKey, value: "b"))
                try await site.expect("invalid-idempotency-key", 400) { [headers] in
                    try await site.send(
                        .post, site.path("commands/gate-open"), headers: headers, body: Array(#"{"gate":"north"}"#.utf8)
                    )
                }
            }
        }
    }
}

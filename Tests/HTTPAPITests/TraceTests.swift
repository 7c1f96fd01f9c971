import HTTPTypes
import Parking
import Testing

extension HTTPTests {
    /// A caller's trace, from its request to the event that an auditor reads.
    @Suite struct TraceTests {
        private static let header = HTTPField.Name("traceparent")!
        private static let callers = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

        @Test func `a command's events and its answer name one request of the caller's trace`() async throws {
            try await Site.with { site in
                var headers = Site.json
                headers[Self.header] = Self.callers
                let answer = try await site.send(
                    .post, site.path("commands/plate-seen"), headers: headers,
                    body: Array(#"{"plate": "B-AB 1", "gate": "north"}"#.utf8))
                let named = try #require(answer.headers[Self.header].flatMap { TraceParent($0) })
                #expect(named.trace == "4bf92f3577b34da6a3ce929d0e0e4736" && named.isSampled)
                #expect(named.request != "00f067aa0ba902b7")
                let last = try #require(try await site.send(.get, site.path("events")).json?["events"]?.array?.last)
                #expect(last["traceparent"]?.string == named.description)
            }
        }

        @Test(arguments: [[], ["nonsense"], [callers, callers]])
        func `without one header that can be read a trace begins`(sent: [String]) async throws {
            try await Site.with { site in
                var headers = Site.json
                headers[values: Self.header] = sent
                let answers = [
                    try await site.send(.get, site.path("occupancy"), headers: headers),
                    try await site.send(.get, "/nothing", headers: headers),
                ]
                let traces = try answers.map { try #require($0.headers[Self.header].flatMap { TraceParent($0) }).trace }
                #expect(Set(traces).count == 2 && !traces.contains("4bf92f3577b34da6a3ce929d0e0e4736"))
            }
        }

        @Test func `a repeated command's answer names its own request, and the log the first`() async throws {
            try await Site.with { site in
                let body = #"{"plate": "B-AB 1", "gate": "north"}"#
                let first = try await site.post("plate-seen", body, key: "once")
                let again = try await site.post("plate-seen", body, key: "once")
                #expect(again.headers[.idempotentReplay] == "true")
                #expect(first.headers[Self.header] != again.headers[Self.header])
                let last = try #require(try await site.send(.get, site.path("events")).json?["events"]?.array?.last)
                #expect(last["traceparent"]?.string == first.headers[Self.header])
            }
        }
    }
}

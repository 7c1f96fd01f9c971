import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What whoever watches the service reads.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct MetricsTests {
    private func lines(_ port: Int) async throws -> [Substring] {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/metrics"))
        let (data, response) = try await URLSession.shared.data(from: url)
        #expect((response as? HTTPURLResponse)?.statusCode == 200)
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    @Test func `a day's work is counted, at a port of its own`() async throws {
        try await Database.with { database in
            let service = try await Service.start(
                ["serve", "--insecure-loopback", "--metrics-port", "0"], database: database.url)
            var found: Int?
            try await until {
                found = service.run.output.firstMatch(of: /metrics are at http:\/\/127\.0\.0\.1:([0-9]+)\/metrics/)
                    .flatMap { Int($0.1) }
                return found != nil
            }
            let port = try #require(found)
            try await service.configure(1)
            #expect(try await service.command("plate-seen", #"{"plate": "B-AB 1", "gate": "in"}"#).status == 200)
            #expect(try await service.command("gate-open", #"{"plate": "B-AB 1", "gate": "in"}"#).status == 200)
            #expect(try await service.command("plate-seen", #"{"plate": "B-AB 2", "gate": "in"}"#).status == 200)
            #expect(try await service.command("cancel", #"{"reservation": 99}"#).status == 404)
            #expect(try await service.get("/metrics").status == 404)
            let now = try await lines(port)
            for line in [
                #"parklog_answers_total{answer="open: pays-by-time"} 1"#,
                #"parklog_answers_total{answer="deny: garage-full"} 1"#,
                #"parklog_refusals_total{type="unknown-reservation"} 1"#,
                #"parklog_problems_total{type="not-found"} 1"#, "parklog_appends_total 4", "parklog_events_total 4",
                "parklog_database_up 1", "parklog_batch_commands_count 4",
            ] {
                #expect(now.contains(Substring(line)), "\(line)")
            }
            try await until {
                try await lines(port).contains(#"parklog_read_model_lag_events{model="session_charges"} 0"#)
            }
            #expect(await service.stop() == 0)
            // No plate is a label.
            #expect(!now.contains { $0.contains("AB") })
        }
    }
}

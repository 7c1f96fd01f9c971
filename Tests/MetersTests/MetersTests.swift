import Meters
import Testing

/// What is counted, as Prometheus reads it.
@Suite struct MetersTests {
    private func lines(_ meters: Meters, _ gauges: [Gauge] = []) -> [String] {
        meters.text(with: gauges).split(separator: "\n").map(String.init)
    }

    @Test func `what is counted is told by its label`() {
        let meters = Meters()
        meters.count(.answers, "open: permit")
        meters.count(.answers, "open: permit")
        meters.count(.answers, "deny: garage-full")
        meters.count(.tokensRefused, "expired", by: 3)
        meters.count(.quotes, by: 0)
        let lines = lines(meters)
        #expect(lines.contains(#"parklog_answers_total{answer="open: permit"} 2"#))
        #expect(lines.contains(#"parklog_answers_total{answer="deny: garage-full"} 1"#))
        #expect(lines.contains(#"parklog_tokens_refused_total{reason="expired"} 3"#))
        #expect(lines.contains("parklog_quotes_total 0"))
        #expect(lines.contains("# TYPE parklog_conflicts_total counter"))
    }

    @Test func `batches are told by their size`() {
        let meters = Meters()
        for size in [1, 1, 3, 400, 700] { meters.appended(commands: size, events: 2 * size) }
        let lines = lines(meters)
        for line in [
            #"parklog_batch_commands_bucket{le="1"} 2"#, #"parklog_batch_commands_bucket{le="2"} 2"#,
            #"parklog_batch_commands_bucket{le="5"} 3"#, #"parklog_batch_commands_bucket{le="500"} 4"#,
            #"parklog_batch_commands_bucket{le="+Inf"} 5"#, "parklog_batch_commands_sum 1105",
            "parklog_batch_commands_count 5", "parklog_appends_total 5", "parklog_events_total 2210",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `what is so at the moment stands beside it`() {
        let lines = lines(
            Meters(),
            [
                Gauge(.databaseUp, 1), Gauge(.lagSeconds, 0.25, model: "occupancy"),
                Gauge(.lagEvents, 7, model: "a\"\\\nb"), Gauge(.deskServed, 2, desk: "quotes"),
            ])
        #expect(lines.contains("parklog_database_up 1"))
        #expect(lines.contains(#"parklog_desk_served{desk="quotes"} 2"#))
        #expect(lines.contains(#"parklog_read_model_lag_seconds{model="occupancy"} 0.25"#))
        #expect(lines.contains(#"parklog_read_model_lag_events{model="a\"\\\nb"} 7"#))
    }

    @Test func `every line is a comment or a sample, and every family is described once`() throws {
        let meters = Meters()
        meters.count(.problems, "unknown-garage")
        var described: Set<String> = []
        for line in lines(meters, [Gauge(.poolWaiting, 3)]) {
            if let family = line.firstMatch(of: /^# HELP (parklog_[a-z_]+) [A-Z].*\.$/) {
                #expect(described.insert(String(family.1)).inserted)
            } else if line.hasPrefix("#") {
                let type = try #require(line.firstMatch(of: /^# TYPE (parklog_[a-z_]+) (counter|gauge|histogram)$/))
                #expect(described.contains(String(type.1)))
            } else {
                let sample = try #require(
                    line.firstMatch(of: /^(parklog_[a-z_]+)(\{[a-z]+="[^"]*"\})? (-?[0-9.]+(e-?[0-9]+)?)$/), "\(line)")
                let name = sample.1.replacing(/_(bucket|sum|count)$/, with: "")
                #expect(described.contains(String(name)) || described.contains(String(sample.1)))
            }
        }
    }
}

import HTTPTypes
import Projections
import TestSupport
import Testing

extension HTTPTests {
    /// Reports as programs fetch them.
    @Suite struct ReportTests {
        @Test func `a report is CSV, and JSON where that alone is asked for`() async throws {
            try await Site.with(at: "2026-03-01T08:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let entered = try await site.carryOut("gate-open", #"{"plate": "B-AB 123", "gate": "north"}"#)
                let session = try #require(entered["session"]?.integer)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                try await site.carryOut(
                    "pay", #"{"session": \#(session), "method": "cash", "till": "kiosk-1"}"#)
                try await site.carryOut("exit", #"{"plate": "B-AB 123", "gate": "south"}"#)
                let rest = "from=2026-03-01&to=2026-03-02&minVersion=\(try await site.head)"
                let uri = site.path("reports/revenue-by-day?\(rest)")
                try await until { try await site.send(.get, uri).problem != "not-reached" }
                let file = try await site.send(.get, uri)
                #expect(file.headers[.contentType] == "text/csv; charset=utf-8; header=present")
                #expect(
                    file.text == """
                        day,stays,charged,sales,sold,payments,paid,refunds,refunded,waived,taken
                        2026-03-01,0,0.00,0,0.00,0,0.00,0,0.00,0.00,0.00
                        2026-03-02,1,6.00,0,0.00,1,6.00,0,0.00,0.00,6.00

                        """)
                let answer = try await site.send(.get, uri, headers: [.accept: "application/json"])
                #expect(answer.json?["currency"] == "EUR" && answer.json?["report"] == "revenue-by-day")
                #expect(answer.json?["rows"]?[1]?["charged"] == "6.00" && answer.json?["rows"]?[1]?["stays"] == 1)
                let either = try await site.send(.get, uri, headers: [.accept: "text/csv, application/json"])
                #expect(either.mediaType == "text/csv")

                for report in Report.all {
                    let exchange = try await site.send(.get, site.path("reports/\(report.name)?\(rest)"))
                    let names = exchange.text.split(separator: "\n").first.map(String.init)
                    #expect(names == report.columns.map(\.name).joined(separator: ","), "\(report.name)")
                    #expect(!exchange.text.contains("AB123") && !exchange.text.contains("AB 123"), "\(report.name)")
                }
                // Where nobody says which days it is today.
                #expect(try await site.get("reports/tills").text.contains("kiosk-1,cash,1,6.00,0,0.00,6.00"))
            }
        }

        @Test func `what there is no report of is said with the names of those there are`() async throws {
            try await Site.with { site in
                let unknown = try await site.get("reports/weather")
                #expect(unknown.problem == "unknown-report")
                let detail = unknown.json?["detail"]?.string ?? ""
                for report in Report.all { #expect(detail.contains(report.name)) }
                let backwards = try await site.get("reports/tills?from=2026-03-02&to=2026-03-01")
                #expect(backwards.problem == "invalid-days" && backwards.text.contains("before they begin"))
                let many = try await site.get("reports/tills?from=2024-03-02&to=2026-03-01")
                #expect(many.problem == "invalid-days" && many.text.contains("at most 366 days"))
                #expect(try await site.get("reports/tills?from=yesterday").problem == "invalid-parameter")
                #expect(try await site.get("reports/tills?day=2026-03-01").problem == "invalid-parameter")
            }
        }

        @Test func `the document names the reports that there are`() throws {
            let paths = try Service.shared.contract.document.root["paths"]
            let named = paths?["/v1/garages/{garage}/reports/{report}"]?["parameters"]?[1]?["schema"]?["enum"]?.array
            #expect(named?.compactMap(\.string) == Report.all.map(\.name))
            for report in Report.all {
                #expect(report.summary.hasSuffix(".") && report.summary.count < 130)
                for column in report.columns { #expect(column.meaning.hasSuffix("."), "\(column.name)") }
                #expect(Set(report.columns.map(\.name)).count == report.columns.count)
            }
        }
    }
}

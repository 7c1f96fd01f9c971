import HTTPTypes
import Hummingbird
import JSON
import Postgres

/// `GET /health/live` and `/health/ready`
struct HealthRoutes {
    let pool: PostgresPool

    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/health/live") { _, _ in Response.object { $0.field("status", "live") } }
        router.get("/health/ready") { _, _ in try await ready() }
    }

    /// Ready to serve: the database answers and its schema is there. Read models that stopped at an event are named; the garages go on.
    private func ready() async throws -> Response {
        let failures: [(String, String, Int64)]
        do {
            failures = try await pool.run(deadline: .seconds(2)) { session in
                try session.query("select name, garage_id, version from projection.failures order by name, garage_id")
                    .map { ($0.text(0), $0.text(1), $0.int8(2)) }
            }
        } catch let error as PostgresError {
            throw ProblemResponse(
                .notReady,
                error.sqlState == .undefinedTable
                    ? "The database has no schema yet; run parklog migrate." : "The database does not answer.")
        }
        return .object { json in
            json.field("status", failures.isEmpty ? "ready" : "degraded")
            guard !failures.isEmpty else { return }
            json.name("stoppedReadModels")
            json.array(failures) { json, failure in
                json.object {
                    $0.field("readModel", failure.0)
                    $0.field("garage", failure.1)
                    $0.field("version", number: failure.2)
                }
            }
        }
    }
}

import Hummingbird
import JSON
import Parking
import Postgres
import Projections

/// `POST /v1/garages/{garage}/projections/retry`: what has stopped is tried again at once, by whichever process keeps the read models
/// up to the log.
struct RetryRoutes {
    let pool: PostgresPool

    /// How long the answer waits for what becomes of them.
    private static let patience = Duration.seconds(5)

    func add(to router: some RouterMethods<HTTPContext>) {
        router.post("/v1/garages/:garage/projections/retry") { request, context in
            try request.takes()
            let garage = try context.garage()
            return try await context.whileAwaited {
                let retry = try await rows { try Retry(of: garage, $0) }
                let outcomes = try await retry.outcomes(within: RetryRoutes.patience) { retry in
                    try await rows { try retry.outcomes($0) }
                }
                return Response.json(RetryRoutes.answer(garage, retry, outcomes))
            }
        }
    }

    private static func answer(_ garage: GarageID, _ retry: Retry, _ outcomes: [Retry.Outcome?]) -> [UInt8] {
        JSONWriter.object { json in
            json.field("garage", garage)
            json.name("readModels")
            json.array(Array(zip(retry.stopped, outcomes))) { json, tried in
                let (before, outcome) = tried
                json.object { json in
                    json.field("readModel", before.readModel)
                    json.field("version", number: before.version)
                    switch outcome {
                    case .goesOn: json.field("outcome", "goes-on")
                    case nil: json.field("outcome", "not-tried")
                    case .stopped(let found):
                        json.field("outcome", "stopped")
                        json.field("stoppedAt", number: found.version)
                        json.field("reason", found.reason)
                    }
                }
            }
        }
    }

    private func rows<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws(QueryError) -> Value {
        do { return try await pool.run(body) } catch let error as QueryError { throw error } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }
}

import Logging
import ParkingJSON
import Postgres
import Projections

/// Every row of every table of the read models, by table.
struct Tables: Hashable, CustomStringConvertible {
    let rows: [String: [String]]

    /// - Parameter models: the schemas of the tables.
    init(
        _ connection: PostgresConnection, of models: [String] = readModels.map { $0.name }, checkpoints: Bool = true
    ) async throws {
        rows = try await connection.run { session in
            let names = try session.query(
                """
                select format('%I.%I', schemaname, tablename) from pg_tables
                where schemaname = any ($1) and ($2 or tablename <> 'checkpoints')
                """, [.texts(models), .bool(checkpoints)]
            ).map { $0.text(0) }
            var rows: [String: [String]] = [:]
            for name in names {
                let statement = Statement(embedded: Array("select t::text from \(name) t order by 1".utf8))
                rows[name] = try session.query(statement).map { $0.text(0) }
            }
            return rows
        }
    }

    var count: Int { rows.values.map(\.count).reduce(0, +) }

    var description: String {
        rows.sorted { $0.key < $1.key }.map { "\($0.key)\n  \($0.value.joined(separator: "\n  "))" }
            .joined(separator: "\n")
    }
}

extension PostgresConfiguration {
    /// Brings read models up to the log.
    func catchUp(_ models: [any ReadModel.Type] = readModels) async throws {
        for model in models { try await runner(model).catchUpOnce() }
    }

    func runner(_ model: any ReadModel.Type) -> ProjectionRunner {
        ProjectionRunner(model, self, codec: .tests, logger: .init(label: "tests") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs read models for as long as the body takes.
    func following<R>(_ models: [any ReadModel.Type] = readModels, _ body: () async throws -> R) async throws -> R {
        let running = models.map { model in Task { try await runner(model).run() } }
        let outcome: Result<R, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        for task in running { task.cancel() }
        for task in running { try await task.value }
        return try outcome.get()
    }
}

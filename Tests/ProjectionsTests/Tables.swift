import Logging
import JSON
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
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = any ($1)",
                [.texts(models)]
            ).map { $0.text(0) }
            var rows: [String: [String]] = [:]
            if checkpoints {
                rows["checkpoints"] = try session.query(
                    "select c::text from projection.checkpoints c where model = any ($1) order by 1", [.texts(models)]
                ).map { $0.text(0) }
            }
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
        try await runner(models).catchUpOnce()
    }

    func runner(_ models: [any ReadModel.Type]) -> ProjectionRunner {
        ProjectionRunner(
            self, models: models, codec: .tests, logger: .init(label: "tests") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs read models for as long as the body takes.
    ///
    /// - Parameter runners: as many as processes that would run them.
    func following<R>(
        _ models: [any ReadModel.Type] = readModels, runners: Int = 1, _ body: () async throws -> R
    ) async throws -> R {
        let running = (0..<runners).map { _ in Task { try await runner(models).run() } }
        let outcome: Result<R, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        for task in running { task.cancel() }
        for task in running { try await task.value }
        return try outcome.get()
    }
}

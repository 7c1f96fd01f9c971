import EventLog
import Logging
import Postgres
import Projections
import SystemTime

extension Database {
    /// How much of the schema has to be as this program makes it.
    enum Demand {
        /// Nothing: the command looks after the schema itself.
        case nothing
        /// The log; read models may be missing or old.
        case log
        /// The log and the read models.
        case everything
        /// All that, and a login, a server and a clock that one can serve with; the last is of no account where somebody says so.
        case serving(whateverTheClock: Bool)
    }

    /// Refuses a database whose schema is not this program's: it would misread a newer one, or write what a newer program does
    /// not expect. A private one is brought up to date first.
    func meet(_ demand: Demand, _ logger: Logger) async throws {
        if case .nothing = demand { return }
        if isPrivate { _ = try await migrate(logger) }
        do {
            let lacking = try await run(as: service, logger) { session in
                let steps = try Migrator().outstanding(session)
                guard steps.isEmpty else { return steps }
                if case .log = demand { return steps }
                return try Projections.Rebuild.outdated(session)
            }
            guard lacking.isEmpty else { throw SchemaError.outdated(lacking) }
            guard case .serving(let whateverTheClock) = demand else { return }
            let now = systemClock()
            let obstacle = try await run(as: service, logger) { session in
                try ServingObstacle.find(session, now: whateverTheClock ? nil : now)
            }
            if let obstacle { throw obstacle }
        } catch let error as PostgresError where error.code != .cancelled {
            // The service could not even ask; whoever owns the schema, or else its login, may be able to tell why.
            let user = try await run(as: login, logger) { try $0.query("select session_user::text")[0].text(0) }
            if let obstacle = try await run(as: owner, logger, { try Migrator().obstacle($0, for: user) }) {
                throw obstacle
            }
            throw error
        }
    }

    private func run<Result: Sendable>(
        as configuration: PostgresConfiguration, _ logger: Logger,
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            let result = try await connection.run(body)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}

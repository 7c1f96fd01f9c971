public import Logging
public import ParkingJSON
public import Postgres
public import ServiceLifecycle

/// Keeps one read model up to the log: woken by notifications, and by a poll in case one was lost.
///
/// Of several processes one runs a model, by an advisory lock; the others stand by. The lock saves work only: the compared checkpoint is
/// what makes every event count once.
public struct ProjectionRunner: Service {
    let model: any ReadModel.Type
    let configuration: PostgresConfiguration
    let codec: EventCodec
    let logger: Logger

    /// A runner with connections of its own.
    public init(
        _ model: any ReadModel.Type, _ configuration: PostgresConfiguration, codec: EventCodec, logger: Logger
    ) {
        self.model = model
        self.configuration = configuration
        self.codec = codec
        self.logger = logger
    }

    /// Named in `NOTIFY` after each append; the payload is the garage.
    public static let channel: Channel = "parklog_appended"

    /// How long a lost notification can go unnoticed.
    static let poll = Duration.milliseconds(500)

    /// Runs until a graceful shutdown or cancellation; a lost connection is opened again.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await follow()
                } catch {
                    if Task.isCancelled { return }
                    logger.warning(
                        "a read model waits to go on", metadata: ["model": "\(model.name)", "error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Brings the model up to the log once.
    public func catchUpOnce() async throws {
        let connection = try await connect()
        do {
            var projector = Projector(model, codec: codec)
            while try await projector.catchUp(connection) > 0 {}
            try await forgetCured(connection)
            try await report(projector.takeFaults(), connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func connect() async throws -> PostgresConnection {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        let name = model.name
        try await connection.run { session in
            _ = try session.query("select set_config('search_path', quote_ident($1), false)", [.text(name)])
        }
        return connection
    }

    private func follow() async throws {
        let connection = try await connect()
        do {
            try await follow(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func follow(_ connection: PostgresConnection) async throws {
        let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let notifications = PostgresNotifications(
            configuration, channels: [ProjectionRunner.channel], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in notifications.stream() { wakeUp.yield() } }
            group.addTask {
                while true {
                    wakeUp.yield()
                    try await Task.sleep(for: ProjectionRunner.poll)
                }
            }
            defer { group.cancelAll() }
            var projector = Projector(model, codec: codec)
            var leads = false
            for await _ in wakeUps {
                let led = leads
                if !leads { leads = try await takeLead(connection) }
                guard leads else { continue }
                while try await projector.catchUp(connection) > 0 {}
                if !led { try await forgetCured(connection) }
                try await report(projector.takeFaults(), connection)
            }
        }
    }

    private func takeLead(_ connection: PostgresConnection) async throws -> Bool {
        let name = model.name
        return try await connection.run { session in
            // The first number is this use of advisory locks; any constant will do, as long as it stays.
            try session.query("select pg_try_advisory_lock(7100, hashtext($1))", [.text(name)])[0].bool(0)
        }
    }

    /// Takes back reports of events that have been taken since, by a program that can.
    private func forgetCured(_ connection: PostgresConnection) async throws {
        let name = model.name
        try await connection.run { session in
            _ = try session.execute(
                """
                delete from projection.failures f using checkpoints c
                where f.name = $1 and c.garage_id = f.garage_id and c.version >= f.version
                """, [.text(name)])
        }
    }

    private func report(_ faults: [String: GarageFold.Poisoned], _ connection: PostgresConnection) async throws {
        let name = model.name
        for (garage, fault) in faults {
            logger.error(
                "a read model stops at an event that it cannot take",
                metadata: [
                    "model": "\(name)", "garage": "\(garage)", "version": "\(fault.version)",
                    "reason": "\(fault.reason)",
                ])
            try await connection.run { session in
                _ = try session.execute(
                    """
                    insert into projection.failures (name, garage_id, version, reason) values ($1, $2, $3, $4)
                    on conflict (name, garage_id) do update
                    set version = excluded.version, reason = excluded.reason, failed_at = now()
                    """, [.text(name), .text(garage), .int8(fault.version), .text(fault.reason)])
            }
        }
    }
}

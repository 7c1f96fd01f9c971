public import Logging
public import Parking
public import Postgres
public import ServiceLifecycle

/// Keeps the read models up to the log: woken by notifications, and by a poll in case one was lost.
///
/// Of several processes one runs them, the one that has the ``Lead``; the others stand by. That saves work only: the compared
/// checkpoint is what makes every event count once.
public struct ProjectionRunner: Service {
    let models: [any ReadModel.Type]
    let configuration: PostgresConfiguration
    let codec: EventCodec
    let logger: Logger

    /// A runner with connections of its own.
    public init(
        _ configuration: PostgresConfiguration, models: [any ReadModel.Type] = readModels, codec: EventCodec,
        logger: Logger
    ) {
        self.models = models
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
                    logger.warning("the read models wait to go on", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Brings the models up to the log once.
    public func catchUpOnce() async throws {
        try await withConnection { connection in
            var projector = Projector(models.map { ReadModelTables(of: $0) }, codec: codec)
            while try await projector.catchUp(connection) > 0 {}
            try await forgetCured(connection)
            try await report(projector.takeFaults(), connection)
        }
    }

    private func withConnection(_ body: (PostgresConnection) async throws -> Void) async throws {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func follow() async throws {
        let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let notifications = PostgresNotifications(
            configuration, channels: [ProjectionRunner.channel], logger: logger)
        try await withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in notifications.stream() { wakeUp.yield() } }
                group.addTask {
                    while true {
                        wakeUp.yield()
                        try await Task.sleep(for: ProjectionRunner.poll)
                    }
                }
                defer { group.cancelAll() }
                try await follow(wakeUps, connection)
            }
        }
    }

    private func follow(_ wakeUps: AsyncStream<Void>, _ connection: PostgresConnection) async throws {
        var projector = Projector(models.map { ReadModelTables(of: $0) }, codec: codec)
        var (lead, led) = (Lead(of: models), false)
        for await _ in wakeUps {
            lead = try await taken(lead, connection)
            defer { led = lead.isOurs }
            guard lead.isOurs else { continue }
            // There may be work for longer than the lead lasts that is not asked for again.
            while lead.isOurs, try await projector.catchUp(connection) > 0 { lead = try await taken(lead, connection) }
            if !led { try await forgetCured(connection) }
            try await report(projector.takeFaults(), connection)
        }
    }

    private func taken(_ lead: Lead, _ connection: PostgresConnection) async throws -> Lead {
        try await connection.run { session in
            var lead = lead
            try lead.take(session)
            return lead
        }
    }

    /// Takes back reports of events that have been taken since, by a program that can.
    private func forgetCured(_ connection: PostgresConnection) async throws {
        let names = models.map { $0.name }
        try await connection.run { session in
            _ = try session.execute(
                """
                delete from projection.failures f using projection.checkpoints c
                where f.name = any ($1) and c.model = f.name and c.garage_id = f.garage_id and c.version >= f.version
                """, [.texts(names)])
        }
    }

    private func report(
        _ faults: [Projector.Place: GarageFold.Poisoned], _ connection: PostgresConnection
    ) async throws {
        for (place, fault) in faults {
            logger.error(
                "a read model stops at an event that it cannot take",
                metadata: [
                    "model": "\(place.schema)", "garage": "\(place.garage)", "version": "\(fault.version)",
                    "reason": "\(fault.reason)",
                ])
            try await connection.run { session in
                _ = try session.execute(
                    """
                    insert into projection.failures (name, garage_id, version, reason) values ($1, $2, $3, $4)
                    on conflict (name, garage_id) do update
                    set version = excluded.version, reason = excluded.reason, failed_at = now()
                    """, [.text(place.schema), .text(place.garage), .int8(fault.version), .text(fault.reason)])
            }
        }
    }
}

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
    let progress: Progress
    let logger: Logger

    /// A runner with connections of its own.
    ///
    /// - Parameter progress: hears how far the read models are, whichever process runs them.
    public init(
        _ configuration: PostgresConfiguration, models: [any ReadModel.Type] = readModels, codec: EventCodec,
        progress: Progress = Progress(), logger: Logger
    ) {
        self.models = models
        self.configuration = configuration
        self.codec = codec
        self.progress = progress
        self.logger = logger
    }

    /// Named in `NOTIFY` after appends; the payload is the garages, separated by blanks.
    public static let channel: Channel = "parklog_appended"
    /// Named in `NOTIFY` when read models have moved; the payload is the garages, separated by blanks.
    static let reached: Channel = "parklog_reached"
    /// Named in `NOTIFY` when somebody wants what has stopped to be tried again at once; the payload is garages, or nothing for all.
    static let retry: Channel = "parklog_retry"

    /// How long a lost notification can go unnoticed, where a look at all garages is quick; else so many times as long as the last
    /// one took.
    static let poll = Duration.milliseconds(500)
    private static let rest = 100
    private static let longestRest = Duration.seconds(10)
    /// How long a garage's state stays in memory whose log does not grow.
    private static let idle = Duration.seconds(900)
    /// So many events at once are a busy log, which is then left alone for a moment.
    private static let sip = 64
    private static let pause = Duration.milliseconds(20)

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
            try await report(projector.stops.takeFaults(), connection)
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
            configuration, channels: [ProjectionRunner.channel, ProjectionRunner.retry, ProjectionRunner.reached],
            logger: logger)
        let grown = GrownGarages()
        defer { progress.know(nil) }
        try await withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await notification in notifications.stream() {
                        if hear(notification, grown) { wakeUp.yield() }
                    }
                }
                group.addTask {
                    while true {
                        wakeUp.yield()
                        try await Task.sleep(for: ProjectionRunner.poll)
                    }
                }
                defer { group.cancelAll() }
                try await follow(wakeUps, grown, connection)
            }
        }
    }

    /// - Returns: whether there may be work.
    private func hear(_ notification: PostgresNotifications.Notification, _ grown: GrownGarages) -> Bool {
        switch notification {
        case .listening, .reconnected: grown.addOthers()
        case .notification(let channel, let payload) where channel == ProjectionRunner.reached.name:
            progress.moved(ProjectionRunner.garages(payload))
            return false
        case .notification(let channel, let payload) where channel == ProjectionRunner.retry.name:
            let garages = ProjectionRunner.garages(payload)
            if garages.isEmpty { grown.addOthers() } else { grown.retry(garages) }
        case .notification(_, let payload):
            let garages = ProjectionRunner.garages(payload)
            // Without names it is somebody's word that there is work, such as a rebuild's.
            if garages.isEmpty { grown.addOthers() } else { grown.add(garages) }
        }
        return true
    }

    private static func garages(_ payload: String) -> [String] { payload.split(separator: " ").map(String.init) }

    private func follow(
        _ wakeUps: AsyncStream<Void>, _ grown: GrownGarages, _ connection: PostgresConnection
    ) async throws {
        let tables = models.map { ReadModelTables(of: $0) }
        // Whoever may not write does not lead, nor keep the lead from those that may.
        try await connection.run { try $0.mustBeOfThisProgram(tables) }
        var projector = Projector(tables, codec: codec, logger: logger)
        var (lead, led) = (Lead(of: models), false)
        var (nextLook, nextStops) = (ContinuousClock.now, ContinuousClock.now)
        for await _ in wakeUps {
            lead = try await taken(lead, connection)
            if ContinuousClock.now >= nextStops {
                try await learnStops(connection)
                nextStops = .now.advanced(by: ProjectionRunner.poll)
            }
            defer { led = lead.isOurs }
            guard lead.isOurs else { continue }
            let news = grown.take()
            if news.mayBeOthers { projector.stops.tryAgain() } else { projector.stops.tryAgain(news.retried) }
            let looks = !led || news.mayBeOthers || ContinuousClock.now >= nextLook
            let count = try await projector.catchUp(connection, moved: looks ? nil : news.garages) { garages, _ in
                progress.moved(garages)
                try await tell(garages, connection)
                // There may be work for longer than the lead lasts that is not asked for again.
                lead = try await taken(lead, connection)
                return lead.isOurs
            }
            if looks {
                let rest = projector.lookTook * ProjectionRunner.rest
                projector.letGo(unneededSince: .now.advanced(by: .zero - ProjectionRunner.idle))
                nextLook = .now.advanced(by: min(max(ProjectionRunner.poll, rest), ProjectionRunner.longestRest))
            }
            let (isCured, faults) = (projector.stops.takeCured(), projector.stops.takeFaults())
            if !led || isCured { try await forgetCured(connection) }
            try await report(faults, connection)
            if isCured || !faults.isEmpty { try await learnStops(connection) }
            // A busy log is taken in by larger sips, and the statements are shared by more.
            if count >= ProjectionRunner.sip { try await Task.sleep(for: ProjectionRunner.pause) }
        }
    }

    /// Tells whoever waits in other processes.
    private func tell(_ garages: [String], _ connection: PostgresConnection) async throws {
        try await connection.run { try $0.notify(ProjectionRunner.reached, names: garages) }
    }

    private func learnStops(_ connection: PostgresConnection) async throws {
        progress.know(try await connection.run { try LogStop.all($0) })
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
        _ faults: [ReadModelStops.Place: GarageFold.Poisoned], _ connection: PostgresConnection
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
                    set version = excluded.version, reason = excluded.reason, tried_at = now(),
                        failed_at = case
                            when (failures.version, failures.reason) = (excluded.version, excluded.reason)
                            then failures.failed_at else now()
                        end
                    """, [.text(place.schema), .text(place.garage), .int8(fault.version), .text(fault.reason)])
            }
        }
    }
}

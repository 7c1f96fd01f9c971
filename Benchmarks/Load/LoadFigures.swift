import ArgumentParser
import Postgres

/// What a load came to.
struct LoadFigures: Sendable {
    let answers: Answers
    /// How long it took.
    let seconds: Double
    /// Events that the log has taken meanwhile.
    let events: Int
    /// Processor time of the service and of its PostgreSQL.
    let service: Double
    let server: Double
    /// How long the oldest event that a read model had not taken in had waited, in milliseconds; asked again and again meanwhile.
    let lags: [Double]
    /// What the service had of the machine's memory in the end, in MiB.
    let memory: Int

    var commandsPerSecond: Double { Double(answers.commands.count) / seconds }

    /// Milliseconds that so many of a hundred commands did not take longer than.
    func milliseconds(_ percent: Double) -> Double {
        let sorted = answers.commands.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, Int(percent / 100 * Double(sorted.count)))]) / 1e6
    }

    /// How far behind read models were, in milliseconds, for so many of a hundred looks at most.
    func lag(_ percent: Double) -> Double {
        let sorted = lags.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(percent / 100 * Double(sorted.count)))]
    }

    /// Microseconds of processor time a command.
    func microseconds(_ seconds: Double) -> Double { seconds * 1e6 / Double(max(1, answers.commands.count)) }

    /// Runs a load and weighs it.
    static func of(
        _ load: inout Load, seconds: Int, _ connection: PostgresConnection
    ) async throws -> LoadFigures {
        let (service, postmaster) = (load.service, try await connection.run { try LoadFigures.postmaster($0) })
        let events = try await connection.run { try LoadFigures.events($0) }
        let before = (service: service.seconds, server: ProcessTime.ofServer(postmaster))
        let started = ContinuousClock.now
        async let watched = LoadFigures.lags(for: .seconds(seconds), connection)
        let answers = try await load.run(seconds: seconds)
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let after = (service: service.seconds, server: ProcessTime.ofServer(postmaster))
        let lags = try await watched
        return LoadFigures(
            answers: answers, seconds: elapsed,
            events: try await connection.run { try LoadFigures.events($0) } - events,
            service: after.service - before.service, server: after.server - before.server, lags: lags,
            memory: load.service.memory)
    }

    /// Looks five times a second, for so long.
    private static func lags(for time: Duration, _ connection: PostgresConnection) async throws -> [Double] {
        var lags: [Double] = []
        let end = ContinuousClock.now.advanced(by: time)
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(200))
            lags.append(try await connection.run { try LoadFigures.lag($0) })
        }
        return lags
    }

    private static func events(_ session: PostgresSession) throws -> Int {
        try session.query("select coalesce(sum(version), 0)::bigint from log.streams").first.map { Int($0.int8(0)) }
            ?? 0
    }

    /// The process that owns the server's others.
    private static func postmaster(_ session: PostgresSession) throws -> Int32 {
        let file = try session.query("select pg_read_file('postmaster.pid')").first?.text(0) ?? ""
        guard let process = file.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw ValidationError("The server does not say which process it is.")
        }
        return process
    }

    /// The event is looked up by its place in each garage: a join would read the whole log, and weigh on what is measured.
    private static func lag(_ session: PostgresSession) throws -> Double {
        let rows = try session.query(
            """
            select coalesce(max(extract(epoch from clock_timestamp() - event.recorded_at)) * 1000, 0)::float8::text
            from log.streams head
            cross join lateral (
                select min(coalesce(checkpoint.version, 0)) as taken
                from projection.installed model
                left join projection.checkpoints checkpoint
                    on checkpoint.garage_id = head.garage_id and checkpoint.model = model.name
            ) as least
            cross join lateral (
                select recorded_at from log.events
                where garage_id = head.garage_id and version = least.taken + 1
                limit 1
            ) as event
            where head.version > least.taken
            """)
        return Double(rows[0].text(0)) ?? 0
    }
}

import Logging

/// What a pool has lent, since when, and when the server last let anybody know that it is there.
struct LentConnections {
    private var since: [ObjectIdentifier: (connection: PostgresConnection, instant: ContinuousClock.Instant)] = [:]
    private var lastAnswer: ContinuousClock.Instant?

    var isEmpty: Bool { since.isEmpty }

    mutating func lend(_ connection: PostgresConnection) {
        since[ObjectIdentifier(connection)] = (connection, .now)
    }

    mutating func giveBack(_ connection: PostgresConnection) {
        since[ObjectIdentifier(connection)] = nil
        if !connection.isBroken { lastAnswer = .now }
    }

    /// The server let somebody know at this time, or later.
    mutating func heard(at instant: ContinuousClock.Instant) { lastAnswer = instant }

    /// Whether the server has let nobody know since then.
    func isSilent(since line: ContinuousClock.Instant) -> Bool { lastAnswer.map { $0 < line } ?? true }

    /// Those that were lent before then.
    func lent(before line: ContinuousClock.Instant) -> [PostgresConnection] {
        since.values.filter { $0.instant < line }.map(\.connection)
    }
}

extension PostgresConnection {
    /// Whether another connection can be made, or is refused in so many words.
    static func serverAnswers(
        _ configuration: PostgresConfiguration, within limit: Duration, _ logger: Logger
    ) async -> Bool {
        let probe = Task {
            do throws(PostgresError) {
                await (try PostgresConnection.connect(configuration, logger: logger)).close()
                return true
            } catch {
                return error.sqlState != nil
            }
        }
        let alarm = Task {
            try await Task.sleep(for: limit)
            probe.cancel()
        }
        defer { alarm.cancel() }
        return await probe.value
    }
}

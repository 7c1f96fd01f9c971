public import Desks
public import EventLog
import Parking
public import Postgres
public import Projections

extension Queries {
    /// Questions about the garages of some hosts and to the read models of a database.
    ///
    /// - Parameters:
    ///   - log: by which the past is told; nil for that of the hosts.
    ///   - progress: tells when the read models have moved.
    ///   - desks: where the past is asked for; nil for a process without gates.
    public init(
        pool: PostgresPool, hosts: GarageHosts, log: (any EventLog)? = nil, progress: Progress = Progress(),
        desks: Desks? = nil
    ) {
        self.init(
            pool: pool, log: log ?? hosts.log, codec: hosts.codec, progress: progress, clock: hosts.clock, desks: desks,
            looked: { hosts.saw($1, of: $0) }, sound: { await hosts.sound($0) }
        ) { garage throws(QueryError) in
            do throws(CommandError) { return try await hosts.current(garage) } catch { throw QueryError(error) }
        }
    }
}

extension QueryError {
    fileprivate init(_ error: CommandError) {
        switch error {
        case .refused: self = .unknownGarage
        case .altered(let altered): self = .altered(altered)
        case .archived(let archived): self = .archived(archived)
        case .unreadable(let version, let reason): self = .unreadable(version: version, reason: reason)
        case .unavailable(let trouble), .outcomeUnknown(let trouble): self = .unavailable(trouble)
        case .body, .idReused, .overloaded, .stopping, .headDisagrees:
            self = .unavailable(
                DatabaseTrouble(.away, "The service is busy or stopping.", reason: "the service is busy or stopping"))
        }
    }
}

import Chronology
import Hosting
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

extension ReadingSite {
    /// Expects that a search finds some stays, by the read model and by the log alike.
    func finds(
        _ sessions: [Int64], _ search: Search = Search(), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for asOf in [nil, AsOf(clock.now), AsOf(clock.now, basis: .happened)] {
            let found = try await queries.stays(of: garage, search, asOf: asOf)
            #expect(
                found.map(\.id.version) == sessions, "\(asOf.map { "\($0.basis)" } ?? "now")",
                sourceLocation: sourceLocation)
        }
    }

    /// Takes a plate out of the vault.
    func erase(_ plate: String) async throws {
        let connection = try await TestDatabase.connect(to: database)
        _ = try await connection.run { session in
            try session.execute(
                "delete from log.plates where garage_id = $1 and plate = $2", [.text(garage.text), .text(plate)])
        }
        await connection.close()
    }
}

extension Site {
    /// A car with a ticket drives in; answers the session.
    func drive(ticket: String) async throws -> Int64 {
        let reply = try await send(.gateOpen, #"{"ticket": "\#(ticket)", "gate": "in"}"#)
        return try #require(try reply.answer.result.session)
    }

    /// The barrier rose for a plate, with more in the command; answers the session.
    func drive(_ plate: String, _ more: String) async throws -> Int64 {
        let reply = try await send(.gateOpen, #"{"plate": "\#(plate)", "gate": "in"\#(more)}"#)
        return try #require(try reply.answer.result.session)
    }
}

extension ZoneRules {
    static let berlin = ZoneDatabase().rules("Europe/Berlin")!
}

import Chronology
import Hosting
import Parking
import Projections
import Tariffs

/// A stay with its charge, or why there is none, and what became of it.
struct ExplainedStay: Sendable {
    let session: SessionView
    /// Until when it is charged; nil where it cannot be.
    let until: Instant?
    let explanation: Result<Explanation, Failure>
    /// The charge as JSON.
    let json: [UInt8]?
    let story: StayStory

    /// Everything, for a person.
    func text(in garage: GarageID) -> String {
        let zone = session.zone
        let end = until.map { " to \($0.description(in: zone))" } ?? ""
        let isInside = session.state == .open ? " (still inside)" : ""
        let car = session.plate.map { ", plate \($0.characters)" } ?? session.ticket.map { ", ticket \($0.text)" } ?? ""
        let why =
            switch explanation {
            case .success(let explanation): explanation.text
            case .failure(let failure): failure.sentence
            }
        return """
            session \(session.id.version) in \(garage): \(session.enteredAt.description(in: zone))\(end)\(isInside), \
            \(zone.name)\(car)

            \(why)

            what became of it
            \(story.table.printed(.text))
            """
    }
}

extension Queries {
    /// The stays that a search finds, oldest first, each explained; at least one.
    ///
    /// - Parameter day: the local day on which their cars were inside; nil for any.
    func explained(
        _ search: Search, on day: LocalDay?, in garage: GarageID, until: Instant?, asOf: AsOf?
    ) async throws -> [ExplainedStay] {
        var search = search
        if let day {
            let zone = try await settings(garage).zone
            search.from = zone.start(of: day)
            search.until = Instant(microseconds: zone.start(of: day.advanced(by: 1)).microseconds - 1)
        }
        let stays = try await stays(of: garage, search, asOf: asOf)
        guard !stays.isEmpty else {
            let day = day.map { " on \($0)" } ?? ""
            throw Failure(.refused, "No stay of it is known\(day); parklog show sessions lists those that there are.")
        }
        var explained: [ExplainedStay] = []
        for stay in stays.reversed() {
            explained.append(try await self.explained(stay.id, in: garage, until: until, asOf: asOf))
        }
        return explained
    }

    /// One stay, explained.
    func explained(
        _ id: SessionID, in garage: GarageID, until: Instant?, asOf: AsOf?
    ) async throws -> ExplainedStay {
        let story = try await story(of: id, in: garage, asOf: asOf)
        var session = try await session(id, of: garage, asOf: asOf)
        do {
            let charge = try await charge(of: id, in: garage, until: until, asOf: asOf)
            session.exitedAt = charge.session.exitedAt
            let explanation: Result<Explanation, Failure>
            switch try charge.outcome() {
            case .charged(let stored):
                let book = try await self.garage(garage, asOf: asOf).book
                explanation = .success(Explanation(stored, book, in: session.zone))
            case .notPriced(let sentence): explanation = .failure(Failure(.data, sentence))
            }
            return ExplainedStay(
                session: session, until: charge.until, explanation: explanation, json: charge.json, story: story)
        } catch let error as QueryError {
            guard session.state == .orphaned || session.state == .writtenOff else { throw error }
            return ExplainedStay(
                session: session, until: nil, explanation: .failure(Failure(error)), json: nil, story: story)
        }
    }
}

public import Chronology
import JSON
public import Parking

/// Somebody who waits for a day.
public struct WaitingView: Hashable, Sendable {
    /// Who, and what is offered.
    public var waiting: Waiting
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
}

extension Query {
    /// Who waits for a day.
    static let waiting = Query(
        "waiting", [.day, .asOf],
        terminal: .init("waiting", "Who waits for a day, and to whom a spot is offered.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let day = try await queries.day(of: question)
        let zone = try await queries.settings(question.garage).zone
        let waiting = try await queries.waiting(of: question.garage, on: day, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("day", day)
                json.name("waiting")
                json.array(waiting) { $0.waiting($1, in: zone) }
            },
            tables: {
                var table = Table("waiting", "plate", "holder", "since", "offered_until")
                for view in waiting {
                    table.add(
                        .number(view.waiting.waiter.id.version), .text(view.plate?.characters ?? "(erased)"),
                        .text(view.waiting.waiter.holder.rawValue),
                        .text(view.waiting.waiter.since.description(in: zone)),
                        .text(view.waiting.offeredUntil?.description(in: zone)))
                }
                return [table]
            })
    }
}

extension Queries {
    /// Who waits for a day, in the order in which they came. The garage itself knows, up to its log's end.
    public func waiting(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(QueryError) -> [WaitingView] {
        let waiting = try await self.garage(garage, asOf: asOf).waiting(on: day, at: asOf?.moment ?? clock())
        let plates = try await plates(waiting.map(\.waiter.plate), of: garage)
        return waiting.map { WaitingView(waiting: $0, plate: plates[$0.waiter.plate]) }
    }
}

extension JSONWriter {
    fileprivate mutating func waiting(_ view: WaitingView, in zone: ZoneRules) {
        object { json in
            json.field("waiting", number: view.waiting.waiter.id.version)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.waiting.waiter.plate)
            json.field("holder", view.waiting.waiter.holder.rawValue)
            json.field("since", view.waiting.waiter.since.description(in: zone))
            json.field("offeredUntil", view.waiting.offeredUntil?.description(in: zone))
        }
    }
}

public import Chronology
import JSON
public import Parking
import Postgres

/// A suspension as an operator looks it up.
public struct SuspensionView: Hashable, Sendable {
    /// The suspension.
    public var suspension: Suspension
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
}

extension Allowlist {
    static let suspensionsQuery = Query(
        "suspensions", [.day, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("suspensions", "Which plates are suspended on a day, and why.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let day = try await queries.day(of: question)
        let suspensions = try await queries.suspensions(of: question.garage, on: day, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("day", day)
                json.name("suspensions")
                json.array(suspensions) { $0.suspension($1) }
            },
            tables: {
                var table = Table("suspension", "plate", "first_day", "last_day", "reason", "overstays")
                for suspension in suspensions { table.add(suspension) }
                return [table]
            })
    }
}

extension Queries {
    /// The suspensions that stand on a day, in the order in which they were brought about.
    public func suspensions(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(QueryError) -> [SuspensionView] {
        let found: [Suspension]
        if let asOf {
            found = try await history.garage(garage, asOf: asOf).suspensions(on: day)
        } else {
            _ = try await settings(garage)
            found = try await rows { session in
                try session.query(
                    """
                    select suspension, plate_id, first_day, last_day, reason, array_to_string(overstays, ' ')
                    from allowlist.suspensions
                    where garage_id = $1 and $2 between first_day and last_day and ended_at is null
                    order by suspension, plate_id
                    """, [.text(garage.text), .date(days: day.daysSinceEpoch)]
                ).map { try Suspension($0) }
            }
        }
        let plates = try await plates(found.map(\.plate), of: garage)
        return found.map { SuspensionView(suspension: $0, plate: plates[$0.plate]) }
    }
}

extension Suspension {
    fileprivate init(_ row: Row) throws(UnreadableRow) {
        let model = Allowlist.self
        let reason: ReasonCode? = try row.optional(4, of: model, ReasonCode.init)
        let overstays: [SessionID] = Array(
            try row.values(5, of: model) { Int64($0).map { SessionID(version: $0) } } as Set<SessionID>
        ).sorted()
        self.init(
            id: SuspensionID(version: row.int8(0)), plate: try row.plateID(1, of: model),
            days: RightDays(first: try row.day(2, of: model), last: try row.lastDay(3, of: model)),
            cause: reason.map { .person($0) } ?? .overstays(overstays))
    }
}

extension JSONWriter {
    fileprivate mutating func suspension(_ view: SuspensionView) {
        object { json in
            json.field("suspension", number: view.suspension.id.version)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.suspension.plate)
            json.field("firstDay", view.suspension.days.first)
            json.field("lastDay", view.suspension.days.last)
            json.field("reason", view.suspension.cause.reason)
            guard !view.suspension.cause.overstays.isEmpty else { return }
            json.name("overstays")
            json.array(view.suspension.cause.overstays) { $0.number($1.version) }
        }
    }
}

extension Table {
    fileprivate mutating func add(_ view: SuspensionView) {
        let suspension = view.suspension
        add(
            .number(suspension.id.version), .text(view.plate?.characters ?? "(erased)"),
            .text(suspension.days.first.description), .text(suspension.days.last?.description),
            .text(suspension.cause.reason?.text),
            .text(suspension.cause.overstays.map(\.description).joined(separator: " ")))
    }
}

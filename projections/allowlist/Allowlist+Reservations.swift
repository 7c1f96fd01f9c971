import Chronology
import JSON
import Parking

extension Allowlist {
    static let reservationsQuery = Query(
        "reservations", [.plate, .day, .page, .asOf, .minVersion], waitingFor: [name, SessionCharges.name],
        terminal: .init(
            "reservations", "Which reservations there are, and what became of them; newest first.", subject: .anyDay)
    ) { (question, queries) throws(QueryError) in
        let zone = try await queries.settings(question.garage).zone
        let reservations = try await queries.reservations(
            of: question.garage, plate: question.search.plate, day: question.day, after: question.after,
            limit: question.limit, madeBy: question.madeBy, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.name("reservations")
                json.array(reservations) { $0.reservation($1, in: zone) }
                json.field("next", number: reservations.last?.id.version ?? question.after)
            },
            tables: {
                var table = Table(
                    "reservation", "plate", "holder", "day", "from", "until", "reserved", "state", "sessions",
                    "cancelled")
                for reservation in reservations { table.add(reservation, in: zone) }
                return [table]
            })
    }
}

extension ReservationView.Fate {
    fileprivate var sessions: [SessionID] {
        guard case .used(let sessions) = self else { return [] }
        return sessions
    }

    fileprivate var cancelledAt: Instant? {
        guard case .cancelled(let at) = self else { return nil }
        return at
    }
}

extension JSONWriter {
    fileprivate mutating func reservation(_ view: ReservationView, in zone: ZoneRules) {
        object { json in
            json.field("reservation", number: view.id.version)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.plateID)
            json.field("holder", view.holder.rawValue)
            json.field("day", view.day)
            json.field("from", view.from.description(in: zone))
            json.field("until", view.until.description(in: zone))
            json.field("reservedAt", view.reservedAt.description(in: zone))
            json.field("state", view.fate.name)
            if !view.fate.sessions.isEmpty {
                json.name("sessions")
                json.array(view.fate.sessions) { $0.number($1.version) }
            }
            json.field("cancelledAt", view.fate.cancelledAt?.description(in: zone))
        }
    }
}

extension Table {
    fileprivate mutating func add(_ view: ReservationView, in zone: ZoneRules) {
        add(
            .number(view.id.version), .text(view.plate?.characters ?? "(erased)"), .text(view.holder.rawValue),
            .text(view.day.description), .text(view.from.description(in: zone)),
            .text(view.until.description(in: zone)), .text(view.reservedAt.description(in: zone)),
            .text(view.fate.name), .text(view.fate.sessions.map(\.description).joined(separator: " ")),
            .text(view.fate.cancelledAt?.description(in: zone)))
    }
}

import Chronology
import JSON
import Money
import Parking
import Tariffs

extension SessionCharges {
    static let sessionsQuery = Query(
        "sessions", [.plate, .stays, .page, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("sessions", "Which stays there are, by plate, ticket, state and time; newest first.")
    ) { (question, queries) throws(QueryError) in
        let stays = try await queries.stays(
            of: question.garage, question.search, after: question.after, limit: question.limit, asOf: question.asOf)
        let currency = try await queries.settings(question.garage).currency
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.name("sessions")
                json.array(stays) { json, stay in
                    json.object {
                        $0.session(stay)
                        $0.field("total", stay.total?.decimal(in: currency))
                    }
                }
                json.field("next", number: stays.last?.id.version ?? question.after)
            },
            tables: {
                var table = SessionView.table(and: "total")
                for stay in stays { table.add(stay.cells + [.amount(stay.total?.decimal(in: currency))]) }
                return [table]
            })
    }

    static let sessionQuery = Query(
        "sessions/:session", [.asOf, .minVersion], about: .one, reading: [name],
        terminal: .init("session", "What is known of one stay.", subject: .session)
    ) { (question, queries) throws(QueryError) in
        let view = try await queries.session(
            question.stay(), of: question.garage, asOf: question.asOf, minVersion: question.minVersion ?? 0)
        let currency = try await queries.settings(question.garage).currency
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.session(view)
                json.field("total", view.total?.decimal(in: currency))
                if let charge = view.charge {
                    json.name("charge")
                    json.raw(charge)
                }
            },
            tables: {
                var table = SessionView.table(and: "total")
                table.add(view.cells + [.amount(view.total?.decimal(in: currency))])
                return [table]
            })
    }

    static let chargeQuery = Query(
        "sessions/:session/charge", [.until, .asOf, .minVersion], about: .one, reading: [name, Payments.name]
    ) { (question, queries) throws(QueryError) in
        let charge = try await queries.charge(
            of: question.stay(), in: question.garage, until: question.until, asOf: question.asOf,
            minVersion: question.minVersion ?? 0)
        let session = charge.session
        let (bill, currency) = (
            try await queries.bill(
                of: question.stay(), in: question.garage, until: charge.until, asOf: question.asOf),
            try await queries.settings(question.garage).currency
        )
        return Answer(json: { json in
            json.field("garage", question.garage)
            json.field("session", number: session.id.version)
            json.field("state", session.state.rawValue)
            json.field("enteredAt", session.enteredAt.description(in: session.zone))
            json.field("until", charge.until.description(in: session.zone))
            json.name("charge")
            json.raw(charge.json)
            guard let bill else { return }
            json.name("bill")
            json.object { $0.bill(bill, in: currency, zone: session.zone) }
        })
    }
}

extension Question {
    /// The stay that it is about; an address or a command line that lacks it asks for none that there is.
    func stay() throws(QueryError) -> SessionID {
        guard let session else { throw .unknownSession(SessionID(version: 0)) }
        return session
    }
}

extension JSONWriter {
    fileprivate mutating func session(_ view: SessionView) {
        field("session", number: view.id.version)
        field("state", view.state.rawValue)
        field("plate", view.plate?.characters)
        field("plateId", view.plateID)
        field("ticket", view.ticket)
        field("gate", view.gate)
        field("vehicle", view.vehicle)
        groups(view.groups)
        if !view.validations.isEmpty {
            name("validations")
            array(view.validations.map(\.text).sorted()) { $0.string($1) }
        }
        field("agreement", view.agreement)
        field("enteredAt", view.enteredAt.description(in: view.zone))
        field("recordedAt", view.recordedAt.description(in: view.zone))
        field("exitedAt", view.exitedAt?.description(in: view.zone))
    }
}

extension SessionView {
    /// A table for stays.
    fileprivate static func table(and others: String...) -> Table {
        Table(["session", "state", "plate", "ticket", "gate", "entered", "recorded", "exited"] + others)
    }

    fileprivate var cells: [Table.Cell] {
        [
            .number(id.version), .text(state.rawValue), .text(plate?.characters), .text(ticket?.text),
            .text(gate?.text), .text(enteredAt.description(in: zone)), .text(recordedAt.description(in: zone)),
            .text(exitedAt?.description(in: zone)),
        ]
    }
}

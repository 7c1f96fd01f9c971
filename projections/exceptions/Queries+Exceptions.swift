import Chronology
import JSON
import Money
public import Parking
import Postgres

extension ExceptionList {
    static let exceptionsQuery = Query(
        "exceptions", [.exceptions, .page, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("exceptions", "What does not fit, and who works on it.")
    ) { (question, queries) throws(QueryError) in
        let settings = try await queries.settings(question.garage)
        let views = try await queries.exceptions(
            of: question.garage, question.exceptions, after: ExceptionID(version: question.after),
            limit: question.limit, asOf: question.asOf)
        let now = question.asOf?.moment ?? queries.now
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment)
                json.name("exceptions")
                json.array(views) { $0.exception($1, now: now, in: settings) }
                json.field("next", number: views.last?.exception.id.version ?? question.after)
            }, tables: { [views.table(now: now, in: settings)] })
    }
}

extension Queries {
    /// What does not fit in a garage, in the order in which it was raised; now, or as it was at a moment.
    public func exceptions(
        of garage: GarageID, _ filter: ExceptionFilter = ExceptionFilter(),
        after: ExceptionID = ExceptionID(version: 0),
        limit: Int = 100, asOf: AsOf? = nil
    ) async throws(QueryError) -> [ExceptionView] {
        var views: [ExceptionView]
        if let asOf {
            views = try await pastExceptions(of: garage, asOf: asOf)
                .filter { $0.exception.id > after && filter.takes($0.exception) }
            views = Array(views.prefix(limit))
        } else {
            views = try await exceptionRows(of: garage, filter, after: after, limit: limit)
            // What is at risk grows while a car is inside, and the stay may be known better by now.
            let (state, now) = (try await current(garage), clock())
            for index in views.indices where views[index].isOpen {
                views[index].atRisk = state.amountAtRisk(by: views[index].exception, at: now) ?? views[index].atRisk
                views[index].car = state.car(of: views[index].exception) ?? views[index].car
                views[index].passage = state.passage(of: views[index].exception)
            }
        }
        let plates = try await plates(views.compactMap { $0.car?.plate }, of: garage)
        for index in views.indices { views[index].plate = views[index].car?.plate.flatMap { plates[$0] } }
        return views
    }

    private func pastExceptions(of garage: GarageID, asOf: AsOf) async throws(QueryError) -> [ExceptionView] {
        var known: [ExceptionID: ExceptionView] = [:]
        let state = try await history.garage(garage, asOf: asOf) { change, _, garage in
            guard case .exception(let exception) = change else { return }
            guard !exception.wasTakenBack else {
                known[exception.id] = nil
                return
            }
            let before = known[exception.id]
            known[exception.id] = ExceptionView(
                exception: exception, car: garage.car(of: exception) ?? before?.car,
                atRisk: garage.amountAtRisk(by: exception, at: exception.closing?.at) ?? before?.atRisk)
        }
        return known.values.sorted { $0.exception.id < $1.exception.id }.map { view in
            guard view.isOpen else { return view }
            var view = view
            view.car = state.car(of: view.exception) ?? view.car
            view.atRisk = state.amountAtRisk(by: view.exception, at: asOf.moment) ?? view.atRisk
            view.passage = state.passage(of: view.exception)
            return view
        }
    }

    private func exceptionRows(
        of garage: GarageID, _ filter: ExceptionFilter, after: ExceptionID, limit: Int
    ) async throws(QueryError) -> [ExceptionView] {
        try await rows { session in
            try session.query(
                """
                select exception, kind, session, exit_version, plate_id, ticket, gate, since, raised_at, owner, outcome, closed_at,
                    closed_by, at_risk_minor, quarantined, loop_version, direction, reservation, permit
                from exceptions.exceptions
                where garage_id = $1 and exception > $2
                    and ($3 = 'all' or (closed_at is null) = ($3 = 'open'))
                    and ($4 = '' or kind = $4) and ($5 = '' or owner = $5)
                order by exception limit $6
                """,
                [
                    .text(garage.text), .int8(after.version), .text(filter.state.rawValue),
                    .text(filter.kind?.rawValue ?? ""), .text(filter.owner?.text ?? ""), .int8(Int64(limit)),
                ]
            ).map { row in
                let subject: ExceptionSubject =
                    if let stay = row.optionalInt8(2) {
                        .stay(SessionID(version: stay))
                    } else if let exit = row.optionalInt8(3) {
                        .exit(ExitID(version: exit))
                    } else if let passage = row.optionalInt8(14) {
                        .passage(QuarantineID(version: passage))
                    } else if let loop = row.optionalInt8(15) {
                        .loop(loop)
                    } else if let reservation = row.optionalInt8(17) {
                        .sold(.reservation(ReservationID(version: reservation)))
                    } else if let permit = row.optionalInt8(18) {
                        .sold(.permit(PermitID(version: permit)))
                    } else if let direction = try row.optional(16, of: ExceptionList.self, Direction.init(rawValue:)),
                        let gate = try row.optional(6, of: ExceptionList.self, GateID.init)
                    {
                        .clock(gate, direction)
                    } else {
                        .count
                    }
                let ticket = try row.optional(5, of: ExceptionList.self, TicketID.init)
                let plate = try row.optionalPlateID(4, of: ExceptionList.self)
                return ExceptionView(
                    exception: GarageException(
                        id: ExceptionID(version: row.int8(0)),
                        kind: try row.value(1, of: ExceptionList.self, ExceptionKind.init(rawValue:)),
                        subject: subject, gate: try row.optional(6, of: ExceptionList.self, GateID.init),
                        since: try row.instant(7, of: ExceptionList.self),
                        raisedAt: try row.instant(8, of: ExceptionList.self),
                        owner: try row.optional(9, of: ExceptionList.self, Actor.init),
                        closing: try row.optionalText(10).map {
                            .init(
                                outcome: $0, version: row.optionalInt8(12) ?? 0,
                                at: try row.instant(row.optionalTimestamptz(11) == nil ? 8 : 11, of: ExceptionList.self)
                            )
                        }),
                    car: plate.map { .plate($0) } ?? ticket.map { .ticket($0) },
                    atRisk: row.optionalInt8(13).map { Money(minorUnits: $0) })
            }
        }
    }
}

extension [ExceptionView] {
    fileprivate func table(now: Instant, in settings: GarageSettings) -> Table {
        var table = Table(
            "exception", "kind", "session", "exit", "sold", "car", "gate", "since", "age", "owner", "at risk", "outcome"
        )
        for view in self {
            let exception = view.exception
            table.add(
                .number(exception.id.version), .text(exception.kind.rawValue),
                .number(exception.subject.session?.version), .number(exception.subject.exit?.version),
                .text(exception.subject.sold.map { "\($0.kind.rawValue) \($0.version)" }),
                .text(view.plate?.characters ?? view.car?.ticket?.text), .text(exception.gate?.text),
                .text(exception.since.description(in: settings.zone)), .text(exception.age(at: now).text),
                .text(exception.owner?.text), .amount(view.atRisk.map { $0.decimal(in: settings.currency) }),
                .text(exception.closing?.outcome))
        }
        return table
    }
}

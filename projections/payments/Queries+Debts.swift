import JSON
public import Money
public import Parking
import Postgres

/// What somebody owes: for a stay that has ended, for booked hours, for a subscription or for a lost ticket.
public struct Debt: Hashable, Sendable {
    /// For what.
    public let subject: PaymentSubject
    /// What events call the plate; nil for a ticket or an unknown car.
    public let plateID: PlateID?
    /// The plate; nil where there is none or its vault row is erased.
    public internal(set) var plate: Plate?
    /// What is claimed for it.
    public let charged: Money
    /// What of that was paid, less what was given back.
    public let paid: Money
    /// What of that was let off.
    public let waived: Money

    /// What is due.
    public var due: Money { charged.less(paid).less(waived) }
}

extension Payments {
    static let debtsQuery = Query(
        "debts", [.page, .asOf, .minVersion], waitingFor: [name, SessionCharges.name, Allowlist.name],
        terminal: .init(
            "debts", "Who owes what: for stays that have ended, booked hours, subscriptions and lost tickets.")
    ) { (question, queries) throws(QueryError) in
        let currency = try await queries.settings(question.garage).currency
        let debts = try await queries.debts(
            of: question.garage, after: question.after, limit: question.limit, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("currency", currency.code)
                json.name("debts")
                json.array(debts) { $0.debt($1, in: currency) }
                json.field("next", number: debts.last?.subject.version ?? question.after)
            },
            tables: {
                var table = Table("kind", "number", "plate", "charged", "paid", "waived", "due")
                for debt in debts {
                    table.add(
                        .text(debt.subject.kind.rawValue), .number(debt.subject.version), .text(debt.plate?.characters),
                        .amount(debt.charged.decimal(in: currency)), .amount(debt.paid.decimal(in: currency)),
                        .amount(debt.waived.decimal(in: currency)), .amount(debt.due.decimal(in: currency)))
                }
                return [table]
            })
    }
}

extension Queries {
    /// What is owed, in the order in which it began, from behind a number on.
    public func debts(
        of garage: GarageID, after: Int64 = 0, limit: Int = .max, asOf: AsOf? = nil
    ) async throws(QueryError) -> [Debt] {
        var debts: [Debt]
        if let asOf {
            debts = try await pastDebts(of: garage, after: after, limit: limit, asOf)
        } else {
            debts = try await debtsNow(of: garage, after: after, limit: limit)
        }
        let plates = try await plates(debts.compactMap(\.plateID), of: garage)
        for index in debts.indices { debts[index].plate = debts[index].plateID.flatMap { plates[$0] } }
        return debts
    }

    private func debtsNow(of garage: GarageID, after: Int64, limit: Int) async throws(QueryError) -> [Debt] {
        try await rows { session in
            try session.query(
                """
                select subject, accounts.kind,
                    coalesce(sessions.plate_id, reservations.plate_id, permits.plate_id),
                    charged_minor, paid_minor, waived_minor
                from payments.accounts
                left join session_charges.sessions
                    on sessions.garage_id = accounts.garage_id and accounts.kind = 'session' and session = subject
                left join allowlist.reservations
                    on reservations.garage_id = accounts.garage_id and accounts.kind = 'reservation' and reservation = subject
                left join allowlist.permits
                    on permits.garage_id = accounts.garage_id and accounts.kind = 'permit' and permit = subject
                where accounts.garage_id = $1 and due_minor > 0 and subject > $2 order by subject limit $3
                """, [.text(garage.text), .int8(after), .int8(Int64(limit))]
            ).map { row in
                let model = Payments.self
                return Debt(
                    subject: PaymentSubject(
                        try row.value(1, of: model, PaymentSubject.Kind.init(rawValue:)), version: row.int8(0)),
                    plateID: try row.optionalPlateID(2, of: model), charged: Money(minorUnits: row.int8(3)),
                    paid: Money(minorUnits: row.int8(4)), waived: Money(minorUnits: row.int8(5)))
            }
        }
    }

    private func pastDebts(
        of garage: GarageID, after: Int64, limit: Int, _ asOf: AsOf
    ) async throws(QueryError) -> [Debt] {
        var (told, plates) = (PastAccounts(), [PaymentSubject: PlateID]())
        _ = try await history.garage(garage, asOf: asOf) { change, _, garage in
            told.note(change, in: garage)
            switch change {
            case .stayEnded(let session, _), .carNamed(let session, _): plates[.session(session.id)] = session.plate
            case .rightCame(let right), .rightChanged(let right):
                if let subject = right.sold { plates[subject] = right.plate }
            case .stayBegan, .stayJoined, .stayMended, .entryMoved, .exitUnmatched, .exception, .countCorrected,
                .settings,
                .rateBook, .rightWent, .suspended, .suspensionEnded, .billed:
                break
            }
        }
        let owed = told.bills.filter { $0.value.due > .zero && $0.key.version > after }
        return owed.sorted { $0.key < $1.key }.prefix(limit).map { subject, bill in
            Debt(
                subject: subject, plateID: plates[subject], charged: bill.total, paid: bill.received,
                waived: bill.waived)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func debt(_ debt: Debt, in currency: Currency) {
        object { json in
            json.field(debt.subject.kind.rawValue, number: debt.subject.version)
            json.field("plate", debt.plate?.characters)
            json.field("plateId", debt.plateID)
            json.field("charged", debt.charged.decimal(in: currency))
            json.field("paid", debt.paid.decimal(in: currency))
            json.field("waived", debt.waived.decimal(in: currency))
            json.field("due", debt.due.decimal(in: currency))
        }
    }
}

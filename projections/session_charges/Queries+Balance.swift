import Chronology
import JSON
import Money
public import Parking
import Postgres
import Tariffs

extension SessionCharges {
    static let balanceQuery = Query(
        "balance", [.asOf, .minVersion], waitingFor: [name, Occupancy.name, Payments.name],
        terminal: .init("balance", "Whether stays and money add up.")
    ) { (question, queries) throws(QueryError) in
        let currency = try await queries.settings(question.garage).currency
        let balance = try await queries.balance(of: question.garage, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment)
                json.name("stays")
                json.object { json in
                    json.field("begun", number: balance.begun)
                    json.field("ended", number: balance.ended)
                    json.field("inside", number: balance.inside)
                    json.field("writtenOff", number: balance.writtenOff)
                }
                json.field("counted", number: balance.counted)
                json.name("money")
                json.object { json in
                    json.field("currency", currency.code)
                    json.field("charged", balance.charged.decimal(in: currency))
                    json.field("paid", balance.paid.decimal(in: currency))
                    json.field("waived", balance.waived.decimal(in: currency))
                    json.field("open", balance.open.decimal(in: currency))
                    json.field("notPriced", number: balance.notPriced)
                }
                json.name("even")
                json.bool(balance.isEven)
                json.field("version", number: balance.version)
            },
            tables: {
                var stays = Table("begun", "ended", "inside", "written off", "counted", "even")
                stays.add(
                    .number(Int64(balance.begun)), .number(Int64(balance.ended)), .number(Int64(balance.inside)),
                    .number(Int64(balance.writtenOff)), .number(Int64(balance.counted)),
                    .text(balance.isEven ? "yes" : "no"))
                var money = Table("charged", "paid", "waived", "open", "not priced")
                money.add(
                    .amount(balance.charged.decimal(in: currency)), .amount(balance.paid.decimal(in: currency)),
                    .amount(balance.waived.decimal(in: currency)), .amount(balance.open.decimal(in: currency)),
                    .number(Int64(balance.notPriced)))
                return [stays, money]
            })
    }
}

extension Queries {
    /// What must add up in a garage now, or had to at a moment: the stays by one read model, the cars by another, the money
    /// by a third, all in the state of one moment.
    public func balance(of garage: GarageID, asOf: AsOf? = nil) async throws(QueryError) -> Balance {
        if let asOf { return try await pastBalance(of: garage, asOf: asOf) }
        return try await rows { try Balance(of: garage.text, $0) }
    }

    private func pastBalance(of garage: GarageID, asOf: AsOf) async throws(QueryError) -> Balance {
        var (told, accounts) = (PastStays(), PastAccounts())
        let state = try await history.garage(garage, asOf: asOf) { change, _, garage in
            told.note(change, in: garage)
            accounts.note(change, in: garage)
        }
        var balance = Balance()
        (balance.begun, balance.counted, balance.version) = (told.byID.count, state.inside, state.version)
        await history.workOut {
            for stay in told.byID.values {
                switch stay.end {
                case nil: balance.inside += 1
                case .writtenOff: balance.writtenOff += 1
                case .orphaned: balance.ended += 1
                case .left(let exit):
                    balance.ended += 1
                    if case .notPriced = state.charge(of: stay.session, by: exit, told.settlements[stay.session.id]) {
                        balance.notPriced += 1
                    }
                }
            }
            for bill in accounts.bills.values { balance.take(bill) }
        }
        return balance
    }
}

extension Balance {
    /// What the read models hold of a garage, in the state of one statement each.
    init(of garage: String, _ session: PostgresSession) throws {
        let row = try session.query(
            """
            select count(*), count(*) filter (where state in ('ended', 'orphaned')), count(*) filter (where state = 'open'),
                count(*) filter (where state = 'written-off'), count(*) filter (where state = 'ended' and total_minor is null),
                (select coalesce(max(version), 0) from projection.checkpoints where garage_id = $1 and model = $2),
                (select coalesce(max(inside), 0)::bigint from occupancy.garages where garage_id = $1)
            from session_charges.sessions where garage_id = $1
            """, [.text(garage), .text(SessionCharges.name)])[0]
        let money = try session.query(
            """
            select least(coalesce(sum(charged_minor), 0), 9223372036854775807)::bigint,
                least(coalesce(sum(paid_minor), 0), 9223372036854775807)::bigint,
                least(coalesce(sum(waived_minor), 0), 9223372036854775807)::bigint,
                least(coalesce(sum(due_minor), 0), 9223372036854775807)::bigint
            from payments.accounts where garage_id = $1
            """, [.text(garage)])[0]
        self.init()
        (begun, ended) = (Int(row.int8(0)), Int(row.int8(1)))
        (inside, writtenOff) = (Int(row.int8(2)), Int(row.int8(3)))
        (notPriced, version, counted) = (Int(row.int8(4)), row.int8(5), Int(row.int8(6)))
        (charged, paid) = (Money(minorUnits: money.int8(0)), Money(minorUnits: money.int8(1)))
        (waived, open) = (Money(minorUnits: money.int8(2)), Money(minorUnits: money.int8(3)))
    }
}

public import Chronology
import JSON
public import Money
public import Parking
import Postgres

/// What was taken and given back between two moments, by till and method.
public struct Takings: Hashable, Sendable {
    /// Where; nil for what nobody said.
    public let till: TillID?
    /// By what.
    public let method: PaymentMethod
    /// How many payments there were.
    public let payments: Int
    /// What they came to.
    public let taken: Money
    /// How many refunds there were.
    public let refunds: Int
    /// What they came to.
    public let refunded: Money

    /// What is in the till of it.
    public var net: Money { taken.less(refunded) }
}

extension Payments {
    static let takingsQuery = Query(
        "takings", [.span, .till, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("takings", "What was taken between two moments, by till and method.")
    ) { (question, queries) throws(QueryError) in
        let settings = try await queries.settings(question.garage)
        let currency = settings.currency
        // Where nobody says a span it is today, until now.
        let until = question.search.until ?? question.asOf?.moment ?? queries.now
        let from = question.search.from ?? settings.zone.start(of: settings.zone.day(of: until))
        // What bears the very moment that is asked about counts, as everywhere.
        let end = question.search.until ?? until + TimeSpan(microseconds: 1)
        let takings = try await queries.takings(
            of: question.garage, from: from, until: end, at: question.till, asOf: question.asOf)
        let total = takings.reduce(Money.zero) { $0.plus($1.net) }
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("from", from.description(in: settings.zone))
                json.field("until", until.description(in: settings.zone))
                json.field("currency", currency.code)
                json.name("takings")
                json.array(takings) { json, taking in
                    json.object {
                        $0.field("till", taking.till)
                        $0.field("method", taking.method.rawValue)
                        $0.field("payments", number: taking.payments)
                        $0.field("taken", taking.taken.decimal(in: currency))
                        $0.field("refunds", number: taking.refunds)
                        $0.field("refunded", taking.refunded.decimal(in: currency))
                        $0.field("net", taking.net.decimal(in: currency))
                    }
                }
                json.field("net", total.decimal(in: currency))
            },
            tables: {
                var table = Table("till", "method", "payments", "taken", "refunds", "refunded", "net")
                for taking in takings {
                    table.add(
                        .text(taking.till?.text), .text(taking.method.rawValue), .number(Int64(taking.payments)),
                        .amount(taking.taken.decimal(in: currency)), .number(Int64(taking.refunds)),
                        .amount(taking.refunded.decimal(in: currency)), .amount(taking.net.decimal(in: currency)))
                }
                return [table]
            })
    }
}

extension Queries {
    /// What was taken and given back from a moment on and before another, by till and method.
    public func takings(
        of garage: GarageID, from: Instant, until: Instant, at till: TillID? = nil, asOf: AsOf? = nil
    ) async throws(QueryError) -> [Takings] {
        let last = try await limits(of: garage, asOf: asOf)
        return try await rows { session in
            try session.query(
                """
                select till, method, count(*) filter (where kind = 'payment'),
                    coalesce(sum(amount_minor) filter (where kind = 'payment'), 0)::bigint,
                    count(*) filter (where kind = 'refund'),
                    coalesce(sum(amount_minor) filter (where kind = 'refund'), 0)::bigint
                from payments.receipts
                where garage_id = $1 and at >= $2 and at < $3 and ($4 = '' or till = $4)
                    and version <= $5 and at <= $6
                group by till, method order by till nulls first, method
                """,
                [
                    .text(garage.text), .timestamptz(microseconds: from.microseconds),
                    .timestamptz(microseconds: until.microseconds), .text(till?.text ?? ""),
                    .int8(last.version), .timestamptz(microseconds: last.at.microseconds),
                ]
            ).map { row in
                Takings(
                    till: try row.optional(0, of: Payments.self, TillID.init),
                    method: try row.value(1, of: Payments.self, PaymentMethod.init(rawValue:)),
                    payments: Int(row.int8(2)), taken: Money(minorUnits: row.int8(3)), refunds: Int(row.int8(4)),
                    refunded: Money(minorUnits: row.int8(5)))
            }
        }
    }
}

public import Chronology
import JSON
import Money
public import Parking
import Postgres

extension Payments {
    static let receiptsQuery = Query(
        "receipts", [.span, .till, .page, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("receipts", "What was paid and given back, by receipt.")
    ) { (question, queries) throws(QueryError) in
        let settings = try await queries.settings(question.garage)
        let views = try await queries.receipts(
            of: question.garage, from: question.search.from, until: question.search.until, at: question.till,
            after: ReceiptNumber(question.after), limit: question.limit, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.name("receipts")
                json.array(views) { json, view in json.object { $0.receipt(view, in: settings) } }
                json.field("next", number: views.last?.number.number ?? question.after)
            }, tables: { [views.table(in: settings)] })
    }

    static let receiptQuery = Query(
        "receipts/:receipt", [.asOf, .minVersion], about: .one, waitingFor: [name],
        terminal: .init("receipt", "One receipt, as a driver is handed it.", subject: .receipt)
    ) { (question, queries) throws(QueryError) in
        let settings = try await queries.settings(question.garage)
        let number = question.receipt ?? ReceiptNumber(0)
        let view = try await queries.receipt(number, of: question.garage, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("name", settings.name)
                json.receipt(view, in: settings)
            }, tables: { [[view].table(in: settings)] })
    }
}

extension Queries {
    /// The receipts of a garage behind a number, of a span and a till where they are named.
    public func receipts(
        of garage: GarageID, from: Instant? = nil, until: Instant? = nil, at till: TillID? = nil,
        after: ReceiptNumber = ReceiptNumber(0), limit: Int = 100, asOf: AsOf? = nil
    ) async throws(QueryError) -> [ReceiptView] {
        let last = try await limits(of: garage, asOf: asOf)
        return try await rows { session in
            try session.query(
                """
                select receipt, kind, subject_kind, subject, at, version, method, till, last_four, amount_minor,
                    tendered_minor, tax_name, tax_basis_points, tax_minor, reason
                from payments.receipts
                where garage_id = $1 and receipt > $2 and at >= $3 and at < $4 and ($5 = '' or till = $5)
                    and version <= $7 and at <= $8
                order by receipt limit $6
                """,
                [
                    .text(garage.text), .int8(after.number),
                    .timestamptz(microseconds: (from ?? .earliest).microseconds),
                    .timestamptz(microseconds: (until ?? .latest).microseconds), .text(till?.text ?? ""),
                    .int8(Int64(limit)), .int8(last.version), .timestamptz(microseconds: last.at.microseconds),
                ]
            ).map { try ReceiptView($0) }
        }
    }

    /// One receipt.
    public func receipt(
        _ number: ReceiptNumber, of garage: GarageID, asOf: AsOf? = nil
    ) async throws(QueryError) -> ReceiptView {
        let before = ReceiptNumber(number.number - 1)
        let found = try await receipts(of: garage, after: before, limit: 1, asOf: asOf).first
        guard let found, found.number == number else { throw .unknownReceipt(number) }
        return found
    }
}

extension ReceiptView {
    fileprivate init(_ row: Row) throws(UnreadableRow) {
        let model = Payments.self
        number = ReceiptNumber(row.int8(0))
        isRefund = try row.value(1, of: model, ReceiptRow.Kind.init(rawValue:)) == .refund
        subject = PaymentSubject(
            try row.value(2, of: model, PaymentSubject.Kind.init(rawValue:)), version: row.int8(3))
        at = try row.instant(4, of: model)
        version = row.int8(5)
        method = try row.value(6, of: model, PaymentMethod.init(rawValue:))
        till = try row.optional(7, of: model, TillID.init)
        lastFour = try row.optional(8, of: model, LastFour.init)
        amount = Money(minorUnits: row.int8(9))
        tendered = row.optionalInt8(10).map { Money(minorUnits: $0) }
        tax = row.optionalText(11).map {
            PaidTax(
                name: $0, basisPoints: row.optionalInt8(12) ?? 0, amount: Money(minorUnits: row.optionalInt8(13) ?? 0))
        }
        reason = try row.optional(14, of: model, ReasonCode.init)
    }
}

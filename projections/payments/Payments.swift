import Chronology
import Money
public import Parking
public import Postgres

/// What everything costs, what of it was paid, let off or is due, and the receipts (design rules 14 and 16).
public struct Payments: ReadModel {
    /// The schema of its tables.
    public static let name = "payments"
    /// Raised whenever the fold would write other rows.
    public static let revision = 101 + SessionCharges.revision
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.payments_sql)
    /// Makes its views.
    public static let views = Statement(
        embedded: PackageResources.payments_views_sql + PackageResources.sales_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement =
        "select exists (select from payments.accounts), exists (select from payments.receipts)"

    /// The questions that it answers.
    public static let queries = [receiptsQuery, receiptQuery, takingsQuery, debtsQuery]
    /// How they are documented.
    public static let document = PackageResources.payments_openapi_yaml

    private let garage: String
    private var currency: Currency?
    private var bills = PastAccounts()
    /// What was noted about, whether something is claimed for it or not any more.
    private var noted: Set<PaymentSubject> = []
    private var receipts: [ReceiptRow] = []

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        currency = garage.settings?.currency
        if let subject = bills.note(change, in: garage) { noted.insert(subject) }
    }

    /// Notes a receipt.
    public mutating func took(_ event: RecordedEvent, in garage: Garage) {
        guard let currency = garage.settings?.currency, let row = ReceiptRow(event, in: currency) else { return }
        receipts.append(row)
    }

    /// Writes the noted rows.
    public static func write(_ folds: [Payments], _ session: PostgresSession) throws {
        try writeAccounts(folds, session)
        try writeReceipts(folds, session)
    }

    /// Forgets the noted rows.
    public mutating func forget() {
        bills.forget()
        (noted, receipts) = ([], [])
    }

    private static func writeAccounts(_ folds: [Payments], _ session: PostgresSession) throws {
        let gone = folds.flatMap { fold in
            fold.noted.filter { fold.bills.bills[$0] == nil }.map { (garage: fold.garage, subject: $0) }
        }
        if !gone.isEmpty {
            try session.execute(
                """
                delete from accounts using unnest($1::text[], $2::bigint[]) as gone (garage_id, subject)
                where accounts.garage_id = gone.garage_id and accounts.subject = gone.subject
                """, [.texts(gone.map(\.garage)), .int8s(gone.map(\.subject.version))])
        }
        let rows = folds.flatMap { fold -> [(garage: String, currency: Currency, key: PaymentSubject, value: Bill)] in
            guard let currency = fold.currency else { return [] }
            return fold.bills.bills.map { (fold.garage, currency, $0.key, $0.value) }
        }.sorted { ($0.garage, $0.key) < ($1.garage, $1.key) }
        guard !rows.isEmpty else { return }
        try session.execute(
            """
            insert into accounts (garage_id, subject, kind, charged_minor, paid_minor, waived_minor, due_minor,
                difference_minor, leave_by, currency, currency_digits)
            select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                $7::bigint[], $8::bigint[], $9::timestamptz[], $10::text[], $11::smallint[])
            on conflict (garage_id, subject) do update
            set charged_minor = excluded.charged_minor, paid_minor = excluded.paid_minor,
                waived_minor = excluded.waived_minor, due_minor = excluded.due_minor,
                difference_minor = excluded.difference_minor, leave_by = excluded.leave_by
            """,
            [
                .texts(rows.map(\.garage)), .int8s(rows.map(\.key.version)), .texts(rows.map(\.key.kind.rawValue)),
                .int8s(rows.map(\.value.total.minorUnits)), .int8s(rows.map(\.value.received.minorUnits)),
                .int8s(rows.map(\.value.waived.minorUnits)), .int8s(rows.map(\.value.due.minorUnits)),
                .int8s(rows.map(\.value.difference.minorUnits)),
                .optionalTimestamptzs(rows.map { $0.value.leaveBy?.microseconds }),
                .texts(rows.map(\.currency.code)), .int2s(rows.map { Int16($0.currency.digits) }),
            ])
    }

    private static func writeReceipts(_ folds: [Payments], _ session: PostgresSession) throws {
        let rows = folds.flatMap(\.receipts)
        guard !rows.isEmpty else { return }
        try session.execute(
            """
            insert into receipts (garage_id, receipt, version, kind, subject_kind, subject, at, method, till,
                card_token, last_four, amount_minor, tendered_minor, tax_name, tax_basis_points, tax_minor, reason, remark,
                currency, currency_digits)
            select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::timestamptz[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::text[], $15::bigint[],
                $16::bigint[], $17::text[], $18::text[], $19::text[], $20::smallint[])
            """,
            [
                .texts(folds.flatMap { fold in fold.receipts.map { _ in fold.garage } }),
                .int8s(rows.map(\.receipt.number)), .int8s(rows.map(\.version)),
                .texts(rows.map(\.kind.rawValue)), .texts(rows.map(\.subject.kind.rawValue)),
                .int8s(rows.map(\.subject.version)), .timestamptzs(rows.map(\.at.microseconds)),
                .texts(rows.map(\.means.method.rawValue)),
                .optionalTexts(rows.map(\.means.till?.text)), .optionalTexts(rows.map(\.means.card?.token.text)),
                .optionalTexts(rows.map(\.means.card?.lastFour.text)), .int8s(rows.map(\.amount.minorUnits)),
                .optionalInt8s(rows.map(\.tendered?.minorUnits)), .optionalTexts(rows.map(\.tax?.name)),
                .optionalInt8s(rows.map(\.tax?.basisPoints)), .optionalInt8s(rows.map(\.tax?.amount.minorUnits)),
                .optionalTexts(rows.map(\.correction?.reason.text)),
                .optionalTexts(rows.map(\.correction?.remark?.text)), .texts(rows.map(\.currency.code)),
                .int2s(rows.map { Int16($0.currency.digits) }),
            ])
    }
}

package import JSON
public import Money
import Tariffs
public import Chronology

/// Somebody paid for something (design rule 14).
public struct PaymentTaken: EventBody {
    /// What was paid for.
    public let subject: PaymentSubject
    /// The receipt's number.
    public let receipt: ReceiptNumber
    /// How much.
    public let amount: Money
    /// What was handed over; nil where it was the amount.
    public let tendered: Money?
    /// By what it was paid.
    public let means: PaymentMeans
    /// What it came to, where that is paid with this; nil where something is left to pay.
    public let settles: Money?
    /// Until when the car may leave for that; nil where it had left, or something is left to pay.
    public let leaveBy: Instant?
    /// The tax in the amount; nil where there is none.
    public let tax: PaidTax?

    package static let name = "payment-taken"
    package static let fields =
        PaymentSubject.fields + PaymentMeans.fields
        + ["receipt", "currency", "amount", "tendered", "settles", "leaveBy", "tax"]

    /// A payment.
    public init(
        _ subject: PaymentSubject, _ receipt: ReceiptNumber, amount: Money, tendered: Money? = nil,
        means: PaymentMeans, settles: Money? = nil, leaveBy: Instant? = nil, tax: PaidTax? = nil
    ) {
        self.subject = subject
        self.receipt = receipt
        self.amount = amount
        self.tendered = tendered
        self.means = means
        self.settles = settles
        self.leaveBy = leaveBy
        self.tax = tax
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        let currency: Currency = try fields.required("currency")
        subject = try fields.subject()
        receipt = ReceiptNumber(try fields.required("receipt"))
        amount = try fields.amount("amount", in: currency)
        tendered = try fields.total("tendered", in: currency)
        means = try fields.means()
        settles = try fields.total("settles", in: currency)
        leaveBy = try fields.optional("leaveBy")
        tax = try fields.paidTax(in: currency)
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.subject(subject)
        json.field("receipt", number: receipt.number)
        json.field("currency", currency.code)
        json.field("amount", amount.decimal(in: currency))
        json.field("tendered", tendered.map { $0.decimal(in: currency) })
        json.means(means)
        json.field("settles", settles.map { $0.decimal(in: currency) })
        json.field("leaveBy", leaveBy)
        json.paidTax(tax, in: currency)
    }

    /// What was given back of what was handed over.
    public var change: Money? { tendered.map { $0.less(amount) } }

    package func sentence(in currency: Currency) -> String {
        "\(amount.decimal(in: currency)) was paid for \(subject.text) by \(means.method.rawValue), receipt \(receipt)."
    }

    package var event: GarageEvent { .paymentTaken(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.accounts.wrote(receipt)
        return garage.book(subject, recorded) { account in
            account.received = account.received.plus(amount)
            account.tax = tax
            account.settle(amount, as: settles, at: recorded.occurredAt, leaveBy: leaveBy)
        }
    }
}

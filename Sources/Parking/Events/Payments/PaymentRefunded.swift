package import JSON
public import Money
import Tariffs

/// Money that had been paid was given back.
public struct PaymentRefunded: EventBody {
    /// What had been paid for.
    public let subject: PaymentSubject
    /// The receipt's number.
    public let receipt: ReceiptNumber
    /// How much.
    public let amount: Money
    /// By what it was given back.
    public let means: PaymentMeans
    /// What it came to, where too much had been paid for that; nil where it was a favour.
    public let settles: Money?
    /// What of that is to be given back still; nil for nothing.
    public let left: Money?
    /// The tax in the amount; nil where there is none.
    public let tax: PaidTax?
    /// Why.
    public let correction: Correction

    package static let name = "payment-refunded"
    package static let fields =
        PaymentSubject.fields + PaymentMeans.fields + ["receipt", "currency", "amount", "settles", "left", "tax"]
        + Correction.fields

    /// Money that was given back.
    public init(
        _ subject: PaymentSubject, _ receipt: ReceiptNumber, amount: Money, means: PaymentMeans,
        settles: Money? = nil, left: Money? = nil, tax: PaidTax? = nil, _ correction: Correction
    ) {
        self.subject = subject
        self.receipt = receipt
        self.amount = amount
        self.means = means
        self.settles = settles
        self.left = left
        self.tax = tax
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        let currency: Currency = try fields.required("currency")
        subject = try fields.subject()
        receipt = ReceiptNumber(try fields.required("receipt"))
        amount = try fields.amount("amount", in: currency)
        means = try fields.means()
        settles = try fields.total("settles", in: currency)
        left = try fields.total("left", in: currency)
        tax = try fields.paidTax(in: currency)
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.subject(subject)
        json.field("receipt", number: receipt.number)
        json.field("currency", currency.code)
        json.field("amount", amount.decimal(in: currency))
        json.means(means)
        json.field("settles", settles.map { $0.decimal(in: currency) })
        json.field("left", left.map { $0.decimal(in: currency) })
        json.paidTax(tax, in: currency)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "\(amount.decimal(in: currency)) was given back for \(subject.text), receipt \(receipt) \(correction.sentence)."
    }

    package var event: GarageEvent { .paymentRefunded(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.accounts.wrote(receipt)
        // What a car that is inside comes to goes on.
        let isOver = if case .session(let id) = subject { garage.stays[id] == nil } else { true }
        return garage.book(subject, recorded) { account in
            account.received = account.received.less(amount)
            guard let settles else { return }
            let known = settles.plus(left ?? .zero)
            if account.settlement != nil {
                account.settlement?.known = known
            } else if isOver {
                account.settlement = Settlement(known: known, at: recorded.occurredAt, leaveBy: nil)
            }
        }
    }
}

package import JSON
public import Money
import Tariffs
public import Chronology

/// Somebody was let off what was due for something.
public struct AmountWaived: EventBody {
    /// What is not to be paid for.
    public let subject: PaymentSubject
    /// How much.
    public let amount: Money
    /// What it came to, where nothing is left to pay with this; nil where something is.
    public let settles: Money?
    /// Until when the car may leave for that; nil where it had left, or something is left to pay.
    public let leaveBy: Instant?
    /// Why.
    public let correction: Correction

    package static let name = "amount-waived"
    package static let fields =
        PaymentSubject.fields + ["currency", "amount", "settles", "leaveBy"] + Correction.fields

    /// What nobody has to pay.
    public init(
        _ subject: PaymentSubject, amount: Money, settles: Money? = nil, leaveBy: Instant? = nil,
        _ correction: Correction
    ) {
        self.subject = subject
        self.amount = amount
        self.settles = settles
        self.leaveBy = leaveBy
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        let currency: Currency = try fields.required("currency")
        subject = try fields.subject()
        amount = try fields.amount("amount", in: currency)
        settles = try fields.total("settles", in: currency)
        leaveBy = try fields.optional("leaveBy")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.subject(subject)
        json.field("currency", currency.code)
        json.field("amount", amount.decimal(in: currency))
        json.field("settles", settles.map { $0.decimal(in: currency) })
        json.field("leaveBy", leaveBy)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "\(amount.decimal(in: currency)) of \(subject.text) was let off \(correction.sentence)."
    }

    package var event: GarageEvent { .amountWaived(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.book(subject, recorded) { account in
            account.waived = account.waived.plus(amount)
            account.settle(amount, as: settles, at: recorded.occurredAt, leaveBy: leaveBy)
        }
    }
}

import Chronology
import Money
import Parking

/// What a receipt says of money that changed hands.
struct ReceiptRow {
    /// Which way it went.
    enum Kind: String, CaseIterable {
        case payment, refund
    }

    let receipt: ReceiptNumber
    let version: Int64
    let kind: Kind
    let subject: PaymentSubject
    let at: Instant
    let means: PaymentMeans
    let amount: Money
    var tendered: Money?
    let tax: PaidTax?
    var correction: Correction?
    let currency: Currency

    /// The receipt that an event tells of; nil where it moves no money.
    init?(_ recorded: RecordedEvent, in currency: Currency) {
        (version, at, self.currency) = (recorded.version, recorded.occurredAt, currency)
        switch recorded.event {
        case .paymentTaken(let payment):
            (receipt, kind, subject, means) = (payment.receipt, .payment, payment.subject, payment.means)
            (amount, tendered, tax) = (payment.amount, payment.tendered, payment.tax)
        case .paymentRefunded(let refund):
            (receipt, kind, subject, means) = (refund.receipt, .refund, refund.subject, refund.means)
            (amount, tax, correction) = (refund.amount, refund.tax, refund.correction)
        default: return nil
        }
    }
}

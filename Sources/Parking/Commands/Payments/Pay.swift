public import Chronology
package import JSON
public import Money
import Tariffs

/// Pays for a stay, for hours that were reserved, for a subscription, or for a ticket that was lost: what is due, or a part of it.
///
/// What is paid in full is settled: later facts move no money by themselves (design rule 14). A car that is inside may leave
/// within the garage's `exitGrace` for what was paid (golden case 52).
public struct Pay: GarageCommand {
    /// What is paid for.
    public let subject: PaymentSubject
    /// How much; nil for all that is due.
    public let amount: Money?
    /// What was handed over, of which the rest is change; nil where it is the amount.
    public let tendered: Money?
    /// The currency that the money is of, as its sender says; nil for the garage's.
    public let currency: Currency?
    /// By what it is paid.
    public let means: PaymentMeans

    package static let name = CommandName.pay

    /// Money for something.
    public init(
        for subject: PaymentSubject, _ means: PaymentMeans, amount: Money? = nil, tendered: Money? = nil,
        currency: Currency? = nil
    ) {
        self.subject = subject
        self.amount = amount
        self.tendered = tendered
        self.currency = currency
        self.means = means
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let currency = try context.knownCurrency()
        let names = PaymentSubject.fields + PaymentMeans.fields + ["amount", "tendered", "currency"]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let named: Currency? = try fields.optional("currency")
            // An amount has as many digits as its own currency; one of another is refused before it is looked at.
            return .complete(
                .pay(
                    Pay(
                        for: try fields.subject(), try fields.means(),
                        amount: try fields.payment("amount", in: named ?? currency),
                        tendered: try fields.payment("tendered", in: named ?? currency), currency: named)))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.subject(subject)
        json.means(means)
        json.field("amount", number: amount?.minorUnits)
        json.field("tendered", number: tendered?.minorUnits)
        json.field("currency", self.currency?.code)
    }

    package func decide(on standing: Garage, at now: Instant) throws(Refusal) -> Decision {
        // What the event will find forgotten is so already.
        let garage = Draft(standing, at: now).garage
        let settings = try garage.configured()
        if let currency, currency != settings.currency { throw .otherCurrency(currency, settings.currency) }
        let position = try garage.position(subject, at: now)
        let (bill, payable) = (position.bill, position.bill.payable)
        guard payable > .zero else { throw .nothingDue(subject, leaveBy: bill.leaveBy, in: settings) }
        let amount = amount ?? payable
        guard amount <= payable else { throw .moreThanDue(payable, in: settings.currency) }
        if let tendered, tendered < amount { throw .tooLittle(amount, in: settings.currency) }
        let isSettled = amount == payable
        let leaveBy = isSettled && position.isInside ? now + settings.exitGrace : nil
        let payment = PaymentTaken(
            subject, garage.accounts.nextReceipt, amount: amount, tendered: tendered, means: means,
            settles: isSettled ? position.cost : nil, leaveBy: leaveBy, tax: position.tax(of: amount))
        return Decision(
            .paid(Outcome(payment, due: payable.less(amount), leaveBy: leaveBy)), at: now, .paymentTaken(payment))
    }

    /// What was paid, and what is left to pay.
    public struct Outcome: CommandOutcome {
        /// The payment.
        public let payment: PaymentTaken
        /// What is left to pay.
        public let due: Money
        /// Until when the car may leave for that.
        public let leaveBy: Instant?

        /// What was paid.
        public init(_ payment: PaymentTaken, due: Money, leaveBy: Instant?) {
            self.payment = payment
            self.due = due
            self.leaveBy = leaveBy
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.subject(payment.subject)
            json.field("receipt", number: payment.receipt.number)
            json.field("paid", payment.amount.decimal(in: currency))
            json.field("change", payment.change.map { $0.decimal(in: currency) })
            json.field("due", due.decimal(in: currency))
            json.field("leaveBy", leaveBy?.description(in: zone))
        }
    }
}

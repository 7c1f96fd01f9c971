package import Chronology
package import JSON
public import Money

/// Gives money back that was paid for something, for a reason.
public struct Refund: GarageCommand {
    /// What had been paid for.
    public let subject: PaymentSubject
    /// How much; nil for what was paid too much, or is to be given back by the card.
    public let amount: Money?
    /// By what it is given back.
    public let means: PaymentMeans
    /// Why.
    public let correction: Correction

    package static let name = CommandName.refund

    /// Money that is given back.
    public init(of subject: PaymentSubject, _ means: PaymentMeans, amount: Money? = nil, _ correction: Correction) {
        self.subject = subject
        self.amount = amount
        self.means = means
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let currency = try context.knownCurrency()
        let names = PaymentSubject.fields + PaymentMeans.fields + ["amount"] + Correction.fields
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            .complete(
                .refund(
                    Refund(
                        of: try fields.subject(), try fields.means(),
                        amount: try fields.payment("amount", in: currency), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.subject(subject)
        json.means(means)
        json.field("amount", number: amount?.minorUnits)
        json.correction(correction)
    }

    package func decide(on standing: Garage, at now: Instant) throws(Refusal) -> Decision {
        // What the event will find forgotten is so already.
        let garage = Draft(standing, at: now).garage
        let settings = try garage.configured(for: correction)
        let account = garage.accounts[subject]
        let received = account.received
        let position = try? garage.position(subject, at: now)
        let overpaid = position?.bill.overpaid ?? .zero
        guard let amount = amount ?? (overpaid > .zero ? overpaid : nil) else { throw .refundAmountMissing }
        guard received > .zero || position != nil else { throw .nothingPaid(subject) }
        guard amount <= received else { throw .moreThanPaid(received, in: settings.currency) }
        let refund = PaymentRefunded(
            subject, garage.accounts.nextReceipt, amount: amount, means: means,
            // What was paid too much is settled by giving it back.
            settles: overpaid > .zero ? position?.cost : nil, left: amount < overpaid ? overpaid.less(amount) : nil,
            // As much as is taken out of what was paid.
            tax: (position?.tax ?? account.tax?.tax).map { PaidTax($0, in: amount, behind: received.less(amount)) },
            correction)
        return Decision(.refunded(Outcome(refund)), at: now, .paymentRefunded(refund))
    }

    /// What was given back.
    public struct Outcome: CommandOutcome {
        /// What was given back.
        public let refund: PaymentRefunded

        /// What was given back.
        public init(_ refund: PaymentRefunded) { self.refund = refund }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.subject(refund.subject)
            json.field("receipt", number: refund.receipt.number)
            json.field("refunded", refund.amount.decimal(in: currency))
        }
    }
}

package import Chronology
package import JSON
public import Money

/// Lets somebody off what is due for something, or a part of it, for a reason.
public struct Waive: GarageCommand {
    /// What is not to be paid for.
    public let subject: PaymentSubject
    /// How much; nil for all that is due.
    public let amount: Money?
    /// Why.
    public let correction: Correction

    package static let name = CommandName.waive

    /// What nobody has to pay.
    public init(_ subject: PaymentSubject, amount: Money? = nil, _ correction: Correction) {
        self.subject = subject
        self.amount = amount
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let currency = try context.knownCurrency()
        return try reader.fields(PaymentSubject.fields + ["amount"] + Correction.fields) {
            (fields: inout JSONFields) throws(JSONError) in
            .complete(
                .waive(
                    Waive(
                        try fields.subject(), amount: try fields.payment("amount", in: currency),
                        try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.subject(subject)
        json.field("amount", number: amount?.minorUnits)
        json.correction(correction)
    }

    package func decide(on standing: Garage, at now: Instant) throws(Refusal) -> Decision {
        // What the event will find forgotten is so already.
        let garage = Draft(standing, at: now).garage
        let settings = try garage.configured(for: correction)
        let position = try garage.position(subject, at: now)
        let payable = position.bill.payable
        guard payable > .zero else { throw .nothingDue(subject, leaveBy: position.bill.leaveBy, in: settings) }
        let amount = amount ?? payable
        guard amount <= payable else { throw .moreThanDue(payable, in: settings.currency) }
        let isSettled = amount == payable
        let waived = AmountWaived(
            subject, amount: amount, settles: isSettled ? position.cost : nil,
            leaveBy: isSettled && position.isInside ? now + settings.exitGrace : nil, correction)
        return Decision(
            .waived(Outcome(waived, due: payable.less(amount))), at: now, .amountWaived(waived))
    }

    /// What nobody has to pay, and what is left to pay.
    public struct Outcome: CommandOutcome {
        /// What nobody has to pay.
        public let waived: AmountWaived
        /// What is left to pay.
        public let due: Money

        /// What nobody has to pay.
        public init(_ waived: AmountWaived, due: Money) {
            self.waived = waived
            self.due = due
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.subject(waived.subject)
            json.field("waived", waived.amount.decimal(in: currency))
            json.field("due", due.decimal(in: currency))
        }
    }
}

public import Chronology
public import Money
public import Tariffs

// Why money is neither taken nor given back nor let off.

extension Refusal {
    /// Everything is paid.
    public static func nothingDue(_ subject: PaymentSubject, leaveBy: Instant?, in settings: GarageSettings) -> Refusal
    {
        let leave = leaveBy.map { "; the car may leave until \($0.description(in: settings.zone))" } ?? ""
        return Refusal(.nothingDue, "Nothing is due for \(subject.text)\(leave).")
    }

    /// It is more than what is due.
    public static func moreThanDue(_ due: Money, in currency: Currency) -> Refusal {
        Refusal(
            .moreThanDue,
            "Only \(due.decimal(in: currency)) \(currency) is due; what is handed over belongs in tendered.",
            field: "amount")
    }

    /// What was handed over is less than what is to be paid.
    public static func tooLittle(_ amount: Money, in currency: Currency) -> Refusal {
        Refusal(
            .tooLittleTendered,
            "\(amount.decimal(in: currency)) \(currency) is to be paid; take more, or name the part that is paid as amount.",
            field: "tendered")
    }

    /// The money is of another currency.
    public static func otherCurrency(_ currency: Currency, _ own: Currency) -> Refusal {
        Refusal(.otherCurrency, "The garage takes \(own), not \(currency).", field: "currency")
    }

    /// The stay is none of this garage's, or it ended so long ago that it is forgotten, and owed nothing.
    public static func stayGone(_ id: SessionID) -> Refusal {
        Refusal(
            .stayGone,
            "Session \(id) is not known any more, or never began; what it owes was settled or is not asked for.",
            field: "session")
    }

    /// No right of that number is known: it was never sold, or it is over and even.
    static func nothingOf(_ subject: PaymentSubject) -> Refusal {
        Refusal(
            subject.kind == .permit ? .unknownPermit : .unknownReservation,
            "No \(subject.text) is known any more, or none ever was; what was due for it was settled, has fallen away, or is looked"
                + " after elsewhere (unpaidExit).", field: subject.kind.rawValue)
    }

    /// It costs nothing.
    public static func notSold(_ subject: PaymentSubject) -> Refusal {
        Refusal(.nothingDue, "Nothing is due for \(subject.text): it was given without a price.")
    }

    /// The stay cannot be priced.
    public static func notPriced(_ error: TariffError) -> Refusal { Refusal(.notPriced, error.sentence) }

    /// Nothing was paid for it.
    public static func nothingPaid(_ subject: PaymentSubject) -> Refusal {
        Refusal(.moreThanPaid, "Nothing that was paid for \(subject.text) is known.")
    }

    /// It is more than what was paid.
    public static func moreThanPaid(_ received: Money, in currency: Currency) -> Refusal {
        Refusal(
            .moreThanPaid,
            "\(received.decimal(in: currency)) \(currency) was paid; no more than that can be given back.",
            field: "amount")
    }

    /// Nothing was paid too much, so somebody has to say how much is given back.
    public static let refundAmountMissing = Refusal(
        .refundAmountMissing,
        "Nothing was paid too much or is to be given back by the card; say how much is given back.", field: "amount")
}

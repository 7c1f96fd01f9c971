/// A rate that stands on no line of a charge, and why.
public struct LeftOut: Sendable, Hashable {
    /// The rate.
    public let rate: RateID
    /// The version of the event that published it; of a withdrawn one, of the event that withdrew it.
    public let version: Int64
    /// Why it was not applied.
    public let reason: Reason

    /// Why a rate was not applied.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// The stay started before it was published.
        case publishedLater
        /// It was no longer offered when the stay started, though its windows meet the time that is to be paid.
        case withdrawn
        /// The driver belongs to another audience, or nobody has validated the stay.
        case otherAudience
        /// The stay is not of the kind or the length that the rate asks for.
        case conditionNotMet
        /// Its windows do not meet the time that is to be paid.
        case outsideWindows
        /// A more exclusive rate was in force wherever its windows meet that time.
        case outranked
        /// A rate of the same exclusivity was cheaper, or as cheap and published earlier, wherever they met; or
        /// another candidate was cheaper for the whole stay.
        case dearer
        /// The grace of another rate made the stay free.
        case graced
        /// A right or an agreement leaves nothing of the stay to be paid by rates.
        case nothingToPay
    }
}

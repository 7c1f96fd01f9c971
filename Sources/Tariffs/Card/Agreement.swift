public import Chronology

/// What was agreed with somebody whose visitors park: applied at the exit, as known at the entry.
public struct Agreement: Sendable, Hashable {
    /// Its name.
    public var id: AgreementID
    /// What it does to a stay.
    public var effect: Effect

    /// What an agreement does.
    public enum Effect: Sendable, Hashable {
        /// Another card takes the place of the vehicle type's.
        case card(CardID)
        /// So much time is taken off the beginning of what is to be paid.
        case minutesOff(TimeSpan)
    }

    /// An agreement.
    public init(id: AgreementID, effect: Effect) {
        self.id = id
        self.effect = effect
    }
}

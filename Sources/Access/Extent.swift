/// How far a role may do something.
public enum Extent: String, Hashable, Sendable, CaseIterable {
    /// In each of its garages.
    case its = "in its garages"
    /// At its gates only.
    case itsGates = "at its gates"
    /// With its validations only.
    case itsValidations = "with its validations"
    /// What it has made itself.
    case itsOwn = "its own"
    /// Stays that it can name by what a driver has in hand.
    case named = "by plate or ticket"
}

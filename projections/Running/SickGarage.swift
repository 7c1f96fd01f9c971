/// A garage that a rebuild could not fold to its log's end; the others have their new rows.
public struct SickGarage: Hashable, Sendable, CustomStringConvertible {
    /// The read model.
    public let model: String
    /// The garage.
    public let garage: String
    /// The event that the model cannot take.
    public let version: Int64
    /// What is the matter with it.
    public let reason: String
    /// Whether the rows that served still do; otherwise those that its log leads to up to that event.
    public let keepsRows: Bool

    /// What it prints as.
    public var description: String {
        "The read model \(model) cannot take event \(version) of \(garage): \(reason). "
            + (keepsRows ? "The garage keeps the rows that it had." : "The garage has the rows up to the event before.")
    }
}

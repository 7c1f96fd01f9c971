public import Chronology
public import JSON
import Parking
public import Tariffs

/// What a stay costs.
public struct ChargeView: Sendable {
    /// The stay; without its plate.
    public var session: SessionView
    /// Until when it is charged.
    public var until: Instant
    /// The charge, or why there is none, as JSON.
    public var json: [UInt8]

    /// The charge itself.
    public func outcome() throws(JSONError) -> StoredOutcome { try JSONReader.read(json, StoredOutcome.read) }
}

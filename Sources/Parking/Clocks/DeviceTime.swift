public import Chronology
import JSON

/// What the clock of a device showed, where that is not the time that is used: both stand in the log.
public struct DeviceTime: Hashable, Sendable {
    /// When a car passed by that clock; nil where that is the time used, or the device did not say.
    public let claimedAt: Instant?
    /// How far the clock ran ahead of the server's, in whole seconds, and negative behind it; nil where the device did not say
    /// what it showed as it sent.
    public let skew: TimeSpan?

    /// What a clock showed; by default nothing that is worth a word.
    public init(claimedAt: Instant? = nil, skew: TimeSpan? = nil) {
        self.claimedAt = claimedAt
        self.skew = skew
    }

    static let fields = ["claimedAt", "clockSkew"]

    /// What to say behind the sentence of an event; nothing where the device's clock is that of the log.
    var sentence: String { claimedAt.map { " The device's clock showed \($0)." } ?? "" }
}

extension JSONFields {
    /// Reads what a device's clock showed.
    mutating func deviceTime() throws(JSONError) -> DeviceTime {
        let seconds: Int64? = try optional("clockSkew")
        // Instants that have a text are no further apart.
        guard seconds.map({ $0.magnitude <= 10_000_000_000 }) ?? true else {
            throw JSONError("must be within 10000000000 seconds", path: "clockSkew")
        }
        return DeviceTime(claimedAt: try optional("claimedAt"), skew: seconds.map { .seconds($0) })
    }
}

extension JSONWriter {
    /// What a device's clock showed.
    mutating func deviceTime(_ device: DeviceTime) {
        field("claimedAt", device.claimedAt)
        field("clockSkew", number: device.skew.map { $0.microseconds / 1_000_000 })
    }
}

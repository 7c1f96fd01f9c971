public import Chronology

/// A passage that a garage does not believe as it was told, named by its event.
public struct QuarantineID: EventNamed {
    /// The version of the event that told of it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// Why a passage is quarantined: how the clock of its device goes.
public enum QuarantineReason: String, Hashable, Sendable, CaseIterable {
    case clockAhead = "clock-ahead"
    case clockBehind = "clock-behind"
}

/// A passage that a device told of by a clock that is off; it waits until a person says when it was.
public struct QuarantinedPassage: Hashable, Sendable {
    /// Its event.
    public let id: QuarantineID
    /// What the device told.
    public let told: PassageQuarantined
    /// When it told so, by the server's clock.
    public let heardAt: Instant

    /// When the car passed if the device's clock is off by as much then as when it sent; nil where it did not say what that
    /// showed.
    public var suggestedAt: Instant? {
        guard let sentAt = told.sentAt else { return nil }
        let suggested = told.claimedAt - (sentAt - heardAt)
        return suggested <= heardAt ? suggested : nil
    }

    /// The cars that it may be about.
    var cars: [CarIdentity] { (told.car.map { [$0] } ?? []) + told.alike.map { .plate($0) } }
}

extension QuarantinedPassage: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try QuarantinedPassage(id: form(value!.id), told: form(value!.told), heardAt: form(value!.heardAt))
    }
}

public import Chronology
public import Parking

/// The plates that may come and go on a day.
///
/// The list takes effect at local midnight by itself: a gate that has fetched tomorrow's tonight hands over from one to the other
/// at `validFrom`, by its clock and without a word of the service. So nothing in the log says that it did: the zone's rules say
/// when, also where the clocks change, and a fact of every midnight would tell nothing that they do not.
public struct AllowlistView: Hashable, Sendable {
    /// The local day.
    public var day: LocalDay
    /// The first instant of the day.
    public var validFrom: Instant
    /// The first instant of the day that follows.
    public var validUntil: Instant
    /// The version of the last event that put something on this list, or took it off; 0 where none has. It is the same in every
    /// process and after every rebuild, and rises with each change.
    ///
    /// An erased plate changes no right, so it changes no generation.
    public var generation: Int64
    /// By reservation, then by permit, each in the order they were made. A plate that has both is on the list twice.
    public var entries: [AllowlistEntry]

    init(_ day: LocalDay, in zone: ZoneRules, generation: Int64, _ entries: [AllowlistEntry]) {
        (self.day, validFrom, validUntil) = (day, zone.start(of: day), zone.end(of: day))
        (self.generation, self.entries) = (generation, entries)
    }
}

/// How a day's list differs from what it was at an earlier generation. What it has is never altered: an entry comes or goes.
public struct AllowlistChanges: Hashable, Sendable {
    /// The generation that is compared with.
    public var since: Int64
    /// The list's generation now.
    public var generation: Int64
    /// What has come, in the order of the list.
    public var added: [AllowlistEntry]
    /// What has gone. Its plate may be on the list by another right.
    public var removed: [AllowlistEntry]
}

/// A plate that may come and go on a day.
public struct AllowlistEntry: Hashable, Sendable {
    /// What gives the right.
    public enum Ground: Hashable, Sendable {
        /// A reservation for somebody.
        case reservation(ReservationID, Holder)
        /// A pass or a subscription.
        case permit(PermitID, PermitKind.Name)
    }

    /// What gives the right.
    public var ground: Ground
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
    /// From when a gate lets its car in: with the day, or with its hours, as long before them as their booking forgives.
    public var from: Instant
    /// Until when a gate lets its car in.
    public var until: Instant
}

extension AllowlistEntry {
    /// What a right puts on the list; nil for one that lets nobody park.
    init?(_ right: Right, on day: LocalDay, in zone: ZoneRules) {
        switch right.source {
        case .day(let holder), .hours(_, let holder):
            ground = .reservation(ReservationID(version: right.id.version), holder)
        case .pass: ground = .permit(PermitID(version: right.id.version), .pass)
        case .subscription: ground = .permit(PermitID(version: right.id.version), .subscription)
        case .further: ground = .permit(PermitID(version: right.id.version), .further)
        case .membership: return nil
        }
        plateID = right.plate
        let admission = right.admission(on: day, in: zone)
        (from, until) = (admission.lowerBound, admission.upperBound)
    }
}

public import Chronology
public import Money
public import Tariffs

/// A fact about a garage. This is the storage contract: cases and fields may be added, never taken away or reread.
///
/// Things are named by the version of the event that began them: a session by its `carEntered`, a reservation by its
/// `dayReserved`, a permit by its `permitGranted`, an authorisation by its `entryAuthorised`.
public enum GarageEvent: Hashable, Sendable {
    /// The garage was created, or its settings were replaced.
    case garageConfigured(GarageSettings)
    /// A rate joined a card of the rate book; under an id that is there already it replaces that rate for stays that
    /// start later.
    case ratePublished(Rate, on: CardID = .standard)
    /// A rate is no longer offered to stays that start later.
    case rateWithdrawn(RateID, on: CardID = .standard)
    /// What holds for a whole card was said anew, for stays that start later.
    case termsPublished(Terms, on: CardID = .standard)

    /// A plate was given a local day: all of it, or hours that were paid in advance.
    case dayReserved(plate: PlateID, day: LocalDay, holder: Holder, hours: PaidHours? = nil)
    /// A reservation was given back.
    case reservationCancelled(ReservationID)

    /// A plate was given a standing right, to the end of its last day; without one until it is revoked.
    case permitGranted(PlateID, PermitKind, firstDay: LocalDay, lastDay: LocalDay?, groups: Set<GroupID>)
    /// A subscription was paid for its next period; renewals are counted from 1 (golden case 30).
    case permitRenewed(PermitID, firstDay: LocalDay, lastDay: LocalDay, renewal: Int, total: Money)
    /// A permit ends with this day; where that is before its first one, it never was of use.
    case permitRevoked(PermitID, lastDay: LocalDay)

    /// A plate at an entry was let in; its spot is held until `until` for the barrier to rise.
    case entryAuthorised(
        plate: PlateID, gate: GateID, grounds: EntryGrounds, until: Instant, vehicle: CardID? = nil,
        read: DeviceEventID?)
    /// A plate at an entry was turned away.
    case entryDenied(plate: PlateID, gate: GateID, reason: DenialReason, read: DeviceEventID?)
    /// A plate at an exit was let out. There is no session where its entry was never seen.
    case exitAuthorised(plate: PlateID, gate: GateID, session: SessionID?, read: DeviceEventID?)

    /// A car drove in: its session begins. A vehicle's type is named after its rate card; it is nil where nobody said.
    case carEntered(car: CarIdentity, gate: GateID?, by: AdmittedBy, vehicle: CardID? = nil, read: DeviceEventID?)
    /// A car drove out: its session ends.
    case carExited(session: SessionID, gate: GateID?, read: DeviceEventID?)
    /// A car drove out whose entry was never seen (design rule 10).
    case exitWithoutEntry(car: CarIdentity, gate: GateID, read: DeviceEventID?)
    /// A session was closed because its plate drove in again without having been seen leaving (design rule 3).
    case sessionOrphaned(SessionID)
    /// Somebody validated a stay, such as a cinema.
    case sessionValidated(SessionID, ValidationID)
    /// An agreement was applied to a stay; it replaces one that was applied before.
    case agreementApplied(SessionID, AgreementID)
    /// A barrier rose at an exit. The car is inside until its exit is seen.
    case exitGateOpened(gate: GateID, remark: Remark?, read: DeviceEventID?)
}

/// For whom a day is reserved; guests have a quota of their own (design rule 2).
public enum Holder: String, Hashable, Sendable, CaseIterable {
    case member
    case guest
}

/// How a car is told from others.
public enum CarIdentity: Hashable, Sendable {
    case plate(PlateID)
    /// A ticket stands in for a plate that could not be read.
    case ticket(TicketID)
    /// Nobody knows: the barrier rose and a car passed.
    case unknown
}

/// What made a car's entry happen.
public enum AdmittedBy: Hashable, Sendable {
    /// An authorisation given to the plate at the gate.
    case authorisation(AuthorisationID)
    /// A person, who said why.
    case hand(Remark)
    /// The gate by itself, for example while it was offline.
    case gate
    /// It was taken over from another system's records.
    case imported
}

/// Why an entry is allowed.
public enum EntryGrounds: String, Hashable, Sendable, CaseIterable {
    /// The plate has a reservation for the day.
    case reserved
    /// The plate has a permit that covers the day.
    case permit
    /// The garage is open to drivers who pay by time.
    case paysByTime = "pays-by-time"
}

/// Why an entry is refused.
public enum DenialReason: String, Hashable, Sendable, CaseIterable {
    /// Every spot is taken or promised to a car at a gate (design rules 1 and 7).
    case garageFull = "garage-full"
    /// The spots that are left are kept for reservations, permits or as fallback.
    case spotsKept = "spots-kept"
    /// The garage admits reservations only, and the plate has none today.
    case noReservation = "no-reservation"
    /// It is not one of the hours at which the public may come in, and the plate has no right to the day (golden
    /// case 14).
    case closed
    /// The plate's car is inside (design rule 3).
    case alreadyInside = "already-inside"
}

/// An event as the log holds it: numbered, dated and signed by who caused it.
public struct RecordedEvent: Hashable, Sendable {
    /// Its place in the garage's log: 1, 2, 3 … without gaps.
    public let version: Int64
    /// When it happened at the garage.
    public let occurredAt: Instant
    /// When the log took it; never decreasing.
    public let recordedAt: Instant
    /// What happened.
    public let event: GarageEvent

    /// An event at its place in the log.
    public init(version: Int64, occurredAt: Instant, recordedAt: Instant, event: GarageEvent) {
        self.version = version
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.event = event
    }
}

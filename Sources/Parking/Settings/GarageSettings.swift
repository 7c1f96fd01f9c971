public import Chronology
public import Money

/// What an operator decides about a garage.
public struct GarageSettings: Hashable, Sendable {
    /// The name people know it by, 1 to 100 characters.
    public var name: String
    /// Its time zone. Days, windows and weekdays are local to it. Fixed once the garage exists.
    public var zone: ZoneRules
    /// The currency of its rates. Fixed once the garage exists.
    public var currency: Currency
    /// How many cars it holds.
    public var capacity: Int
    /// Spots of the bookable ones that only guests may reserve.
    public var guestSpots: Int
    /// Spots kept for permanent permits.
    public var permanentSpots: Int
    /// Spots kept for drivers whose own is taken by an overstay.
    public var fallbackSpots: Int
    /// Who is let in.
    public var admission: Admission
    /// When drivers without a right to the day may come in.
    public var publicHours: PublicHours
    /// When members of groups may come in as well.
    public var groupHours: [GroupHours]
    /// What happens to a plate that is read at an entry while its car is inside.
    public var antiPassback: AntiPassback
    /// Which letters it takes for one another where no plate matches exactly (design rule 8).
    public var plateFolding: Set<PlateFolding>
    /// How sure a camera at an entry must be of a plate; below it is asked to read again.
    public var readConfidence: Confidence
    /// The reasons that a correction may have (design rule 15); any where the list is empty.
    public var reasons: [ReasonCode]
    /// Its gates; a command that names another one is refused.
    public var gates: [Gate]
    /// How long the same plate at the same gate counts as one reading (design rule 9).
    public var duplicateReadWindow: TimeSpan
    /// How long an authorisation holds its spot for a barrier that does not rise.
    public var authorisationWait: TimeSpan
    /// How late a gate that was offline may deliver what happened.
    public var lateness: TimeSpan
    /// What a driver pays who has lost the ticket.
    public var lostTicket: LostTicketRule
    /// How far a device's clock may be off.
    public var clockTolerance: TimeSpan
    /// Whether a car that has not paid may leave (design rule 5).
    public var unpaidExit: UnpaidExit
    /// How long a driver who has paid may take to leave (golden case 52).
    public var exitGrace: TimeSpan
    /// How long a car may stay that has no right; zero for as long as it pays (design rule 17).
    public var longestStay: TimeSpan
    /// How long a driver without a right may not come back after leaving; zero for not at all (design rule 17).
    public var noReturnWithin: TimeSpan
    /// When overstays suspend a plate by themselves; nil for never.
    public var suspension: SuspensionPolicy?
    /// The names of spots that are kept for permits, as far as they have any.
    public var permanentSpotNames: [SpotID]
    /// The names of spots that are kept as fallback, as far as they have any.
    public var fallbackSpotNames: [SpotID]
    /// How long a spot is kept for whoever waits for it first.
    public var offerTime: TimeSpan
    /// From when on of a day the spots of reservations whose cars have not come are offered to those who wait; nil for never.
    public var noShowAfter: LocalTime?
    /// Whether hours may be booked by the week's grid; what was booked stands, and the grid too, where they may not.
    public var hourBookings: Bool
    /// The types of vehicles that it knows; any where the list is empty.
    public var vehicleTypes: [VehicleType]
    /// Firms that have rented spots for their people.
    public var tenants: [Tenant]

    /// Settings, by default of an open garage without kept spots.
    public init(
        name: String, zone: ZoneRules, currency: Currency, capacity: Int, guestSpots: Int = 0, permanentSpots: Int = 0,
        fallbackSpots: Int = 0, admission: Admission = .open, publicHours: PublicHours = .always,
        groupHours: [GroupHours] = [],
        antiPassback: AntiPassback = .hard, plateFolding: Set<PlateFolding> = [], readConfidence: Confidence = .none,
        reasons: [ReasonCode] = [], gates: [Gate],
        duplicateReadWindow: TimeSpan = .seconds(15), authorisationWait: TimeSpan = .seconds(90),
        lateness: TimeSpan = .hours(72), clockTolerance: TimeSpan = .minutes(5),
        lostTicket: LostTicketRule = .claimedEntry, unpaidExit: UnpaidExit = .ignored,
        exitGrace: TimeSpan = .minutes(15), longestStay: TimeSpan = .zero, noReturnWithin: TimeSpan = .zero,
        suspension: SuspensionPolicy? = nil, permanentSpotNames: [SpotID] = [],
        fallbackSpotNames: [SpotID] = [], offerTime: TimeSpan = .minutes(30), noShowAfter: LocalTime? = nil,
        hourBookings: Bool = true, vehicleTypes: [VehicleType] = [], tenants: [Tenant] = []
    ) {
        self.name = name
        self.zone = zone
        self.currency = currency
        self.capacity = capacity
        self.guestSpots = guestSpots
        self.permanentSpots = permanentSpots
        self.fallbackSpots = fallbackSpots
        self.admission = admission
        self.publicHours = publicHours
        self.groupHours = groupHours
        self.antiPassback = antiPassback
        self.plateFolding = plateFolding
        self.readConfidence = readConfidence
        self.reasons = reasons
        self.gates = gates
        self.duplicateReadWindow = duplicateReadWindow
        self.authorisationWait = authorisationWait
        self.lateness = lateness
        self.lostTicket = lostTicket
        self.clockTolerance = clockTolerance
        self.unpaidExit = unpaidExit
        self.exitGrace = exitGrace
        self.longestStay = longestStay
        self.noReturnWithin = noReturnWithin
        self.suspension = suspension
        self.permanentSpotNames = permanentSpotNames
        self.fallbackSpotNames = fallbackSpotNames
        self.offerTime = offerTime
        self.noShowAfter = noShowAfter
        self.hourBookings = hourBookings
        self.vehicleTypes = vehicleTypes
        self.tenants = tenants
    }

    /// Spots that may be reserved for a day (design rule 2).
    public var bookableSpots: Int { capacity - permanentSpots - fallbackSpots }

    /// The gate of a name.
    public func gate(_ id: GateID) -> Gate? { gates.first { $0.id == id } }

    /// How long after it was read a car may still pass its barrier: as long again as it should have taken.
    var barrierWait: TimeSpan { authorisationWait + authorisationWait }
}

/// Who is let into a garage.
public enum Admission: String, Hashable, Sendable, CaseIterable {
    /// Only cars that have a right to the day.
    case reservationRequired = "reservation-required"
    /// Also drivers who pay by time, as long as spots are left that nobody has reserved.
    case open
}

/// What happens to a plate that is read at an entry while its car is inside (design rule 3).
public enum AntiPassback: String, Hashable, Sendable, CaseIterable {
    /// It is denied.
    case hard
    /// It is let in; its old session is closed as an orphan and reported.
    case soft
}

/// A barrier and the ways it lets cars through.
public struct Gate: Hashable, Sendable {
    /// Its name.
    public var id: GateID
    /// The ways it lets cars through.
    public var lane: Lane
    /// How many cars fit between its camera and its barrier (design rule 12).
    public var holds: Int

    /// A gate.
    public init(id: GateID, lane: Lane, holds: Int = 1) {
        self.id = id
        self.lane = lane
        self.holds = holds
    }

    /// The ways a gate lets cars through.
    public enum Lane: String, Hashable, Sendable, CaseIterable {
        case entry = "in"
        case exit = "out"
        case both
    }

    /// Whether cars pass it that way.
    public func serves(_ direction: Direction) -> Bool {
        switch lane {
        case .both: true
        case .entry: direction == .entry
        case .exit: direction == .exit
        }
    }
}

/// Which way a car passes a gate.
public enum Direction: String, Hashable, Sendable, CaseIterable {
    case entry = "in"
    case exit = "out"
}

/// Finds the rules of a time zone by its IANA name; nil where there is none.
public typealias ZoneLookup = @Sendable (_ name: String) -> ZoneRules?

public import Chronology
import Tariffs

/// What a gate keeps for the hours in which it cannot ask: who may come on one local day, and by which rates stays are priced, as
/// the garage's log had it when the copy was made.
///
/// It names plates by their characters, as a gate reads nothing else. So the file is as private as the vault, and its owner's to
/// keep and to delete: what is erased later stands in it until then. What the gate does by it comes back as late facts
/// (design rule 11), and those decide: a copy is never wrong about a rate that was known when a stay began, unless that was
/// published after the copy was made.
public struct GateCopy: Hashable, Sendable {
    /// The garage.
    public let garage: GarageID
    /// The local day.
    public let day: LocalDay
    /// The generation of the day's list: the version of the last event that changed it.
    public let generation: Int64
    /// When it was made.
    public let issuedAt: Instant
    /// The first instant at which it is no use any more: some time behind the day, so that who came in on it can leave.
    public let expiresAt: Instant
    /// The settings as they were.
    public let settings: GarageSettings
    /// The rights to the day whose plates are known, in the order in which they were given; memberships too, and those that were
    /// revoked on it, for a car that is inside by one.
    let rights: [Right]
    /// The plates that are suspended on the day, in no order.
    let suspended: Set<PlateID>
    /// What they are called by their characters, and those that have the rights.
    let plates: [PlateID: Plate]
    /// Everything that was published about rates.
    let publications: [Publication]

    /// How long behind its day a copy lasts where nobody says so.
    public static let usualTail = TimeSpan.hours(6)
    /// How long behind its day it lasts at most.
    public static let longestTail = TimeSpan.hours(24)
    /// How many days ahead it is made at most.
    public static let mostDaysAhead = 7

    /// The first instant of its day.
    public var validFrom: Instant { settings.zone.start(of: day) }

    init(
        garage: GarageID, day: LocalDay, generation: Int64, issuedAt: Instant, expiresAt: Instant,
        settings: GarageSettings, rights: [Right], suspended: Set<PlateID>, plates: [PlateID: Plate],
        publications: [Publication]
    ) {
        self.garage = garage
        self.day = day
        self.generation = generation
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.settings = settings
        self.rights = rights
        self.suspended = suspended
        self.plates = plates
        self.publications = publications
    }

    /// A copy of a day's list and of the rates, of a garage as it stands.
    ///
    /// - Parameters:
    ///   - plates: those of ``Garage/rights(to:)`` for ``days(from:_:in:)`` and ``Garage/suspensions(on:)``, as far as the vault has them; an erased one is known to no gate.
    ///   - tail: how long behind its day it lasts.
    public init(
        of state: Garage, named garage: GarageID, on day: LocalDay, generation: Int64, plates: [PlateID: Plate],
        at now: Instant, tail: TimeSpan = usualTail
    ) throws(Refusal) {
        guard let settings = state.settings else { throw .unknownGarage }
        let last = settings.zone.day(of: now).advanced(by: GateCopy.mostDaysAhead)
        guard settings.zone.end(of: day) > now else { throw .dayOver(day) }
        guard day <= last else { throw .copyTooFar(last: last) }
        self.init(
            garage: garage, day: day, generation: generation, issuedAt: now,
            expiresAt: settings.zone.end(of: day) + tail, settings: settings,
            rights: state.rights(to: GateCopy.days(from: day, tail, in: settings.zone)).filter {
                plates[$0.plate] != nil
            },
            suspended: Set(state.suspensions(on: day).map(\.plate).filter { plates[$0] != nil }), plates: plates,
            publications: state.book.publications)
    }
}

extension GateCopy {
    /// The days on which a copy serves: its own, on which it lets cars in, and those of its tail, whose rights pay for what goes on
    /// behind midnight (design rule 6).
    public static func days(from day: LocalDay, _ tail: TimeSpan, in zone: ZoneRules) -> ClosedRange<LocalDay> {
        day...max(day, zone.day(of: zone.end(of: day) + tail - TimeSpan(microseconds: 1)))
    }
}

extension Garage {
    /// The rights to one of some days, in the order in which they were given: also those that let nobody in.
    public func rights(to days: ClosedRange<LocalDay>) -> [Right] {
        let wanted = RightDays(first: days.lowerBound, last: days.upperBound)
        return rights.all.filter { $0.days.overlap(wanted) }.sorted { $0.id < $1.id }
    }

    /// The garage as a copy has it, with nobody inside.
    init(_ copy: GateCopy) {
        self.init()
        settings = copy.settings
        version = max(copy.generation, copy.publications.last?.version ?? 0)
        for right in copy.rights { rights.insert(right) }
        // Who is kept out on the day is so behind its midnight, too: when the suspension ends the copy does not say.
        for plate in copy.suspended {
            suspended.add(
                Suspension(
                    id: SuspensionID(version: copy.generation), plate: plate,
                    days: RightDays(first: copy.day, last: nil), cause: .overstays([])))
        }
        for publication in copy.publications { rates.publish(publication) }
    }
}

extension Refusal {
    /// The day's list will change much before it is used.
    static func copyTooFar(last: LocalDay) -> Refusal {
        Refusal(.dayTooFar, "Copies are made of days up to \(last); ask again nearer to the day.", field: "day")
    }
}

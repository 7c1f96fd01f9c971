public import Chronology
public import Tariffs

/// A stay that has not ended.
public struct Session: Hashable, Sendable {
    /// The version of the entry's event.
    public let id: SessionID
    /// Whose stay it is.
    public let car: CarIdentity
    /// Where the car came in; nil where an import does not say.
    public let gate: GateID?
    /// The type of the vehicle, named after its rate card; nil where nobody said.
    public let vehicle: CardID?
    /// When the car came in: the instant that decides which rates are known.
    public let enteredAt: Instant
    /// When the log heard of it.
    public let recordedAt: Instant
    /// The local days from the entry on that the car has a right to.
    public private(set) var coveredDays: Set<LocalDay> = []
    /// Of those days the hours that the right is limited to.
    public private(set) var coveredHours: [LocalDay: PaidHours] = [:]
    /// The days that permits give it a right to, by permit; a permit's days may begin later.
    public private(set) var permitted: [PermitID: PermitDays] = [:]
    /// The groups that its driver belonged to on the day it came in.
    public internal(set) var groups: Set<GroupID> = []
    /// Who has validated it.
    public internal(set) var validations: Set<ValidationID> = []
    /// The agreement that was applied last.
    public internal(set) var agreement: AgreementID?

    /// The stay as it is priced, if its car leaves then.
    public func stay(until exit: Instant, in zone: ZoneRules) -> Stay {
        Stay(
            entry: enteredAt, exit: exit, card: vehicle ?? .standard, groups: groups, validations: validations,
            agreement: agreement, covered: covered(until: exit, in: zone))
    }

    /// The plate, where that is how the car is known.
    public var plate: PlateID? {
        guard case .plate(let plate) = car else { return nil }
        return plate
    }

    mutating func cover(_ day: LocalDay, _ hours: PaidHours?) {
        coveredDays.insert(day)
        coveredHours[day] = hours
    }

    mutating func uncover(_ day: LocalDay) {
        coveredDays.remove(day)
        coveredHours[day] = nil
    }

    /// Takes in what a permit gives now.
    mutating func cover(_ permit: Permit) {
        guard permit.kind.covers else { return }
        permitted[permit.id] = permit.days.isOver(on: permit.days.first) ? nil : permit.days
    }

    /// Whether a day, or hours of it, are covered.
    public func covers(_ day: LocalDay) -> Bool { coveredDays.contains(day) || isPermitted(on: day) }

    /// Whether a permit gives a right to a day.
    public func isPermitted(on day: LocalDay) -> Bool { permitted.values.contains { $0.contains(day) } }

    /// The stretches of the stay that a right pays for.
    private func covered(until exit: Instant, in zone: ZoneRules) -> [Range<Instant>] {
        let reserved = coveredDays.sorted().map { day in
            let hours = coveredHours[day]
            return (hours?.from ?? zone.start(of: day), hours?.until ?? zone.end(of: day))
        }
        let permitted = permitted.values.map { days in
            (zone.start(of: days.first), days.last.map { zone.end(of: $0) } ?? exit)
        }
        return (reserved + permitted).compactMap { from, until in
            let (from, until) = (max(from, enteredAt), min(until, exit))
            return from < until ? from..<until : nil
        }.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    }

    /// The first instant at which the car has no right to be inside; nil where it may stay as long as it pays, or has
    /// a permit without an end (design rule 6).
    ///
    /// A right lasts to the end of a local day, or of the hours of it that were paid, and on where the next day is
    /// covered too. In a garage that admits reservations only, a car that came in without one must leave on the day it
    /// came, unless the next is covered.
    public func rightEnds(in settings: GarageSettings) -> Instant? {
        var day = settings.zone.day(of: enteredAt)
        if !covers(day), settings.admission == .open {
            let permits = permitted.values.map(\.first).filter { $0 > day }
            guard let first = (coveredDays + permits).min() else { return nil }
            day = first
        }
        while true {
            let permits = permitted.values.filter { $0.contains(day) }
            if permits.contains(where: { $0.last == nil }) { return nil }
            day = permits.compactMap(\.last).max() ?? day
            // Hours end before their day does, and others may begin behind the next day's start.
            if permits.isEmpty, let hours = coveredHours[day] { return hours.until }
            guard covers(day.next, fromItsStartIn: settings.zone) else { return settings.zone.end(of: day) }
            day = day.next
        }
    }

    private func covers(_ day: LocalDay, fromItsStartIn zone: ZoneRules) -> Bool {
        if isPermitted(on: day) { return true }
        return coveredDays.contains(day) && (coveredHours[day].map { $0.from <= zone.start(of: day) } ?? true)
    }
}

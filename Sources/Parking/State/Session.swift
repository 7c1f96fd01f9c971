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
    /// Who has validated it.
    public internal(set) var validations: Set<ValidationID> = []
    /// The agreement that was applied last.
    public internal(set) var agreement: AgreementID?

    /// The stay as it is priced, if its car leaves then.
    public func stay(until exit: Instant, in zone: ZoneRules) -> Stay {
        Stay(
            entry: enteredAt, exit: exit, card: vehicle ?? .standard, validations: validations, agreement: agreement,
            covered: covered(until: exit, in: zone))
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

    /// The stretches of the stay that a right pays for.
    private func covered(until exit: Instant, in zone: ZoneRules) -> [Range<Instant>] {
        coveredDays.sorted().compactMap { day in
            let hours = coveredHours[day]
            let from = max(hours?.from ?? zone.start(of: day), enteredAt)
            let until = min(hours?.until ?? zone.end(of: day), exit)
            return from < until ? from..<until : nil
        }
    }

    /// The first instant at which the car has no right to be inside; nil where it may stay as long as it pays (design rule 6).
    ///
    /// A right lasts to the end of a local day, or of the hours of it that were paid, and on where the next day is covered too. In a garage that admits
    /// reservations only, a car that came in without one must leave on the day it came, unless the next is covered.
    public func rightEnds(in settings: GarageSettings) -> Instant? {
        var day = settings.zone.day(of: enteredAt)
        if !coveredDays.contains(day), settings.admission == .open {
            guard let first = coveredDays.min() else { return nil }
            day = first
        }
        // Hours end before their day does, and others may begin behind the next day's start.
        while coveredHours[day] == nil, coveredDays.contains(day.next),
            coveredHours[day.next].map({ $0.from <= settings.zone.start(of: day.next) }) ?? true
        {
            day = day.next
        }
        return coveredHours[day]?.until ?? settings.zone.end(of: day)
    }
}

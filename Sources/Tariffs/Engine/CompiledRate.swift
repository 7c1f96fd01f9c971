import Chronology
import Money

/// A rate that makes sense, in the form in which it is applied: shared by all stays.
final class CompiledRate: Sendable {
    let id: RateID
    /// The version of the event that published it.
    let version: Int64
    let audience: Audience
    let conditions: StayConditions
    let grace: TimeSpan
    let free: TimeSpan
    /// See ``Rate/exclusivity``.
    let exclusivity: Int
    let schedule: Schedule
    let earlyBird: (entry: Schedule, exit: Schedule)?
    let price: CompiledPrice
    let tolerance: Int64
    let isFlat: Bool
    private let hasConditions: Bool
    /// The caps that its charges pass, those of shorter periods first; of equal ones its own before the card's.
    let caps: [Int]

    /// - Precondition: the rate makes sense.
    init(_ published: PublishedRate, caps: [Int], in zone: ZoneRules) {
        let rate = published.rate
        id = rate.id
        version = published.version
        audience = rate.audience
        conditions = rate.conditions
        grace = rate.grace
        free = rate.free
        self.caps = caps
        exclusivity = rate.exclusivity
        schedule = Schedule(rate.windows, in: zone)
        earlyBird = rate.earlyBird.map {
            (Schedule($0.entry.map { [$0] } ?? [], in: zone), Schedule($0.exit.map { [$0] } ?? [], in: zone))
        }
        price = CompiledPrice(rate.price)
        tolerance = rate.tolerance.microseconds
        isFlat = rate.flat
        hasConditions = rate.conditions != StayConditions()
    }

    /// Whether the rate is for a stay's driver, or for one of its validations.
    func isFor(_ stay: Stay) -> Bool {
        switch audience {
        case .everyone: true
        case .group(let group): stay.groups.contains(group)
        case .validation(let validation): stay.validations.contains(validation)
        }
    }

    /// Whether the rate is one of a validation.
    var isValidation: Bool {
        if case .validation = audience { true } else { false }
    }

    /// Whether the stay is of the kind and the length that the rate asks for.
    func isMet(by stay: Stay, _ clock: inout ZoneCursor) -> Bool {
        if hasConditions {
            let length = stay.exit - stay.entry
            if let least = conditions.minimumStay, length < least { return false }
            if let most = conditions.maximumStay, most < length { return false }
            let days = conditions.entryDays
            if !days.isEmpty, !days.contains(clock.day(of: stay.entry).weekday) { return false }
        }
        guard let earlyBird else { return true }
        let before = stay.entry - TimeSpan(microseconds: 1)
        let entry = earlyBird.entry.occurrence(endingAfter: before, horizon: stay.entry, &clock)
        guard entry.from <= stay.entry else { return false }
        let exit = earlyBird.exit.occurrence(endingAfter: stay.entry, horizon: stay.exit, &clock)
        return exit.from <= stay.exit && stay.exit <= exit.until
    }
}

extension Rate {
    /// Validation before group before public; within an audience event before advanced before casual.
    var exclusivity: Int {
        let rank =
            switch audience {
            case .everyone: 0
            case .group: 1
            case .validation: 2
            }
        return rank * Tier.allCases.count + tier.rawValue
    }
}

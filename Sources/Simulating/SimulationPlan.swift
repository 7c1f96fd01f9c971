public import Chronology
public import Parking

/// What is simulated: how many garages, for how long, and which of all the possible courses of things.
public struct SimulationPlan: Sendable {
    /// How many garages.
    public let garages: Int
    /// How many local days each of them is open.
    public let days: Int
    /// The first of them.
    public let start: LocalDay
    /// Which course of things: the same plan makes the same log.
    public let seed: UInt64
    /// What the garages' names begin with.
    public let prefix: String
    /// How many cars come to a garage on a working day.
    public let carsPerDay: Int

    /// The first day where nothing else is said: fixed, so that a seed says all.
    public static let usualStart = LocalDay(year: 2025, month: 1, day: 1)!

    /// A plan; throws ``SimulationError/badPlan(_:)`` where it makes no sense.
    public init(
        garages: Int, days: Int, start: LocalDay = usualStart, seed: UInt64, prefix: String = "sim",
        carsPerDay: Int = 60, now: Instant
    ) throws(SimulationError) {
        guard (1...10_000).contains(garages) else { throw .badPlan("--garages must be from 1 to 10000.") }
        guard (1...3660).contains(days) else { throw .badPlan("--days must be from 1 to 3660.") }
        guard (1...5_000).contains(carsPerDay) else { throw .badPlan("--cars-per-day must be from 1 to 5000.") }
        guard GarageID(SimulationPlan.name(prefix, garages)) != nil else {
            throw .badPlan("\(prefix) begins no garage's name: --prefix takes lower-case letters, digits and hyphens.")
        }
        guard Instant.years.contains(start.civil.year) else {
            throw .badPlan("--start must be a day from \(Instant.years.lowerBound) on.")
        }
        // Two days beyond, as it is a later day in other zones.
        let end = start.advanced(by: days + 2)
        guard Int64(end.daysSinceEpoch) * 86_400_000_000 <= now.microseconds else {
            throw .badPlan("\(days) days from \(start) on are not over yet; choose an earlier --start or fewer --days.")
        }
        self.garages = garages
        self.days = days
        self.start = start
        self.seed = seed
        self.prefix = prefix
        self.carsPerDay = carsPerDay
    }

    /// The name of a garage, counted from 1.
    public func garage(_ number: Int) -> GarageID { GarageID(SimulationPlan.name(prefix, number))! }

    private static func name(_ prefix: String, _ number: Int) -> String {
        let digits = String(number)
        return prefix + "-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

/// Why nothing is simulated.
public enum SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked makes no sense; with a sentence that says what would.
    case badPlan(String)
    /// A garage has a history already.
    case garageExists(GarageID)
    /// The machine knows no such time zone.
    case zoneMissing(String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .badPlan(let sentence): sentence
        case .garageExists(let garage):
            "The garage \(garage) has a history already; give the simulated garages another name with --prefix."
        case .zoneMissing(let zone): "There is no time zone \(zone) on this machine; install its tzdata."
        }
    }
}

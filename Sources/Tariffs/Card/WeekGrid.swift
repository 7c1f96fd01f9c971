public import Chronology
public import Money

/// The prices of the 168 hours of a week, each hour in at most one named cell (golden cases 27–29).
///
/// An hour without a cell is free. Hours are those on the clock: a begun one counts whole; one that the clocks repeat
/// counts twice, one that they skip does not exist.
public struct WeekGrid: Sendable, Hashable {
    /// The kinds of hours, at most 168.
    public var cells: [GridCell]

    /// A grid of some cells; all other hours are free.
    public init(_ cells: [GridCell]) {
        self.cells = cells
    }
}

/// Hours of the week that cost the same and share a name and a colour.
public struct GridCell: Sendable, Hashable {
    /// What an operator calls them, such as `morning`; 1 to 100 characters.
    public var name: String
    /// How a screen shows them, such as `#d04020`; nil for no colour.
    public var colour: String?
    /// What a begun hour costs.
    public var amount: Money
    /// Which hours they are; at least one.
    public var hours: Set<WeekHour>

    /// A kind of hours.
    public init(name: String, colour: String? = nil, amount: Money, hours: Set<WeekHour>) {
        self.name = name
        self.colour = colour
        self.amount = amount
        self.hours = hours
    }
}

/// An hour of the week on the clock.
public struct WeekHour: Sendable, Hashable, Comparable {
    /// The day.
    public let day: Weekday
    /// The hour that begins it, 0 to 23.
    public let hour: Int

    /// The hour of a day; nil beyond 23.
    public init?(_ day: Weekday, _ hour: Int) {
        guard (0...23).contains(hour) else { return nil }
        self.day = day
        self.hour = hour
    }

    /// Its place in the week, 0 for Monday's first hour to 167.
    public var index: Int { (day.rawValue - 1) * 24 + hour }

    /// Whether the first comes earlier in the week.
    public static func < (a: WeekHour, b: WeekHour) -> Bool { a.index < b.index }
}

public import Chronology
public import Parking
public import Tariffs

/// What somebody asks the rate tester: by which rates, and what of.
public struct QuoteRequest: Hashable, Sendable {
    /// By which rates.
    public var book: Book
    /// Stays to be priced.
    public var stays: [QuotedStay] = []
    /// Hours to be booked on a week's grid.
    public var hours: QuotedHours?
    /// A subscription to be sold.
    public var subscription: QuotedSubscription?
    /// Stays of growing length to be priced.
    public var curve: QuotedCurve?

    /// Where rates come from.
    public enum Book: Hashable, Sendable {
        /// Cards that nobody has published, each under its own name.
        case cards([RateCardDocument])
        /// A garage's book, as it is or as it was known at a moment.
        case garage(GarageID, asOf: Instant?)
    }

    /// The most stays of one request.
    public static let mostStays = 1_000

    /// A request that asks nothing yet.
    public init(_ book: Book) {
        self.book = book
    }
}

/// A stay to be priced, with its times as people write them.
public struct QuotedStay: Hashable, Sendable {
    /// When the car comes in.
    public var entry: WallTime
    /// When it leaves.
    public var exit: WallTime
    /// The vehicle's type.
    public var card = CardID.standard
    /// The groups its driver belongs to.
    public var groups: Set<GroupID> = []
    /// Who has validated the stay.
    public var validations: Set<ValidationID> = []
    /// The agreement that is applied at the exit.
    public var agreement: AgreementID?
    /// Time that a right has paid for.
    public var covered: [Covered] = []

    /// One time that a right has paid for.
    public struct Covered: Hashable, Sendable {
        /// When it begins.
        public var from: WallTime
        /// When it ends; not included.
        public var until: WallTime

        /// Time from one moment to another.
        public init(from: WallTime, until: WallTime) {
            self.from = from
            self.until = until
        }
    }

    /// The longest stay of which a price is asked, a leap year.
    public static let longest = TimeSpan.days(366)

    /// A stay of the public in the garage's standard vehicle.
    public init(entry: WallTime, exit: WallTime) {
        self.entry = entry
        self.exit = exit
    }

    /// The stay on a garage's wall clock; covered times that run backwards cover nothing.
    public func stay(in zone: ZoneRules) -> Stay {
        Stay(
            entry: entry.instant(in: zone), exit: exit.instant(in: zone), card: card, groups: groups,
            validations: validations, agreement: agreement,
            covered: covered.compactMap {
                let (from, until) = ($0.from.instant(in: zone), $0.until.instant(in: zone))
                return from < until ? from..<until : nil
            })
    }
}

/// Hours to be booked; without the hour they begin with, the range of what they may cost on the day.
public struct QuotedHours: Hashable, Sendable {
    /// Which day or time they begin on.
    public var start: Start
    /// How many; nil for those until the day's end, where they begin at a time.
    public var hours: Int?
    /// The vehicle's type.
    public var card = CardID.standard
    /// The groups the driver belongs to.
    public var groups: Set<GroupID> = []

    /// When hours begin.
    public enum Start: Hashable, Sendable {
        /// Within the hour of this time.
        case time(WallTime)
        /// With whichever hour of this day.
        case day(LocalDay)
    }

    /// Hours of the public in the garage's standard vehicle.
    public init(start: Start, hours: Int?) {
        self.start = start
        self.hours = hours
    }
}

/// A subscription to be sold; without its name, the range of what the card sells.
public struct QuotedSubscription: Hashable, Sendable {
    /// Its name; nil for all that the card sells.
    public var id: SubscriptionID?
    /// The day it is first bought for.
    public var from: LocalDay
    /// How often it has been renewed before.
    public var renewals = 0
    /// The vehicle's type.
    public var card = CardID.standard

    /// A first period of the garage's standard card.
    public init(id: SubscriptionID?, from: LocalDay) {
        self.id = id
        self.from = from
    }
}

/// Stays that begin alike, one for every so much up to a length.
public struct QuotedCurve: Hashable, Sendable {
    /// How they begin; its exit does not matter.
    public var stay: QuotedStay
    /// The longest.
    public var upTo = TimeSpan.hours(24)
    /// By how much each is longer than the one before.
    public var every = TimeSpan.minutes(15)
    /// What a driver has, as a decimal text: asks how long that lasts, up to ``longestBudget``.
    public var budget: String?

    /// The most stays on one curve.
    public static let mostPoints = 3_000
    /// The longest curve along which a budget is followed: every minute of it is priced.
    public static let longestBudget = TimeSpan.days(31)

    /// A day in quarters of an hour.
    public init(_ stay: QuotedStay) {
        self.stay = stay
    }
}

public import Chronology

/// Hours on the clock that a driver asks for, to be paid in advance by a week's grid (golden cases 27–29).
public struct HoursBooking: Sendable, Hashable {
    /// When they begin, by the clock on the wall; within an hour, the whole hour is booked.
    public var start: LocalDateTime
    /// How many hours on the clock.
    public var hours: Int
    /// The card of the vehicle's type.
    public var card: CardID
    /// The groups the driver belongs to.
    public var groups: Set<GroupID>

    /// The most hours of one booking.
    public static let mostHours = 12

    /// A booking; by the standard card and of the public unless it says otherwise.
    public init(start: LocalDateTime, hours: Int, card: CardID = .standard, groups: Set<GroupID> = []) {
        self.start = start
        self.hours = hours
        self.card = card
        self.groups = groups
    }
}

/// Why something cannot be booked.
public enum BookingError: Error, Sendable, Hashable {
    /// The card has no grid of hours for this driver.
    case noGrid
    /// The booking has no hours, or more than so many.
    case hours(most: Int)
    /// The booking does not end within the local day on which it begins.
    case leavesDay
    /// The hours are over.
    case over
    /// The clocks skip the hour with which it begins.
    case skippedHour
    /// The card sells no subscription of this name.
    case unknownSubscription(SubscriptionID)
    /// The card's subscription has a period of another length than when it was bought.
    case periodChanged(SubscriptionID)
    /// The card sells no subscriptions.
    case nothingSold
    /// It ends beyond the year 9999.
    case beyondCalendar
    /// It cannot be priced.
    case tariff(TariffError)
}

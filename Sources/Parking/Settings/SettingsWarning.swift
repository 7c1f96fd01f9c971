public import Chronology
public import Tariffs

/// Something that goes beyond what a change has narrowed: it stands, and its operator is told.
public enum SettingsWarning: Hashable, Sendable {
    /// On some days more spots are reserved than can be from now on.
    case reservations(ReservedShare, spots: Int, days: [OverbookedDay])
    /// On a day more permits let a car park than spots are kept for them.
    case permits(Int, spots: Int, on: LocalDay)
    /// Cars wait to be let in at a gate that the garage no longer has.
    case gateGone(GateID, waiting: Int)
    /// More cars are inside than the garage holds.
    case carsInside(Int, capacity: Int)
    /// Booked hours are not over, and the garage books none any more.
    case hours(bookings: Int)
    /// Subscriptions last for vehicles of a type that the garage knows no longer.
    case vehicleGone(CardID, permits: Int)

    /// Whose spots are reserved.
    public enum ReservedShare: String, Hashable, Sendable, CaseIterable {
        case all, members, guests
    }

    /// A day on which more spots are reserved than there are.
    public struct OverbookedDay: Hashable, Sendable {
        /// The day.
        public let day: LocalDay
        /// How many are reserved at its fullest moment.
        public let reserved: Int

        /// A day and its reserved spots.
        public init(_ day: LocalDay, reserved: Int) {
            self.day = day
            self.reserved = reserved
        }
    }

    /// How many days are named.
    static let mostDays = 10

    /// Its stable name.
    public var code: String {
        switch self {
        case .reservations(.all, _, _): "reservations-beyond-spots"
        case .reservations(.members, _, _): "members-beyond-spots"
        case .reservations(.guests, _, _): "guests-beyond-spots"
        case .permits: "permits-beyond-spots"
        case .gateGone: "cars-wait-at-removed-gate"
        case .carsInside: "cars-beyond-capacity"
        case .hours: "hours-are-booked"
        case .vehicleGone: "vehicle-type-has-permits"
        }
    }

    /// What is wrong and what to do, for an operator.
    public var sentence: String {
        switch self {
        case .reservations(let share, let spots, let days):
            let named = days.prefix(Self.mostDays).map { "\($0.day) (\($0.reserved))" }.joined(separator: ", ")
            let more = days.count > Self.mostDays ? " and \(days.count - Self.mostDays) more" : ""
            let whose = share == .all ? "" : " by \(share.rawValue)"
            return "More spots are reserved\(whose) than the \(spots) that can be, on \(named)\(more); "
                + "they stand until they are cancelled."
        case .permits(let permits, let spots, let day):
            return "On \(day) the permits that let a car park are \(permits), and the spots kept for them \(spots); "
                + "the others park where nobody has reserved, so revoke some or keep more spots."
        case .gateGone(let gate, let waiting):
            return "The gate \(gate) is gone, and \(waiting == 1 ? "a car waits" : "\(waiting) cars wait") to pass it; "
                + "withdraw-authorisation frees the spots at once."
        case .carsInside(let inside, let capacity):
            return "\(inside) cars are inside, and the garage holds \(capacity); "
                + "nobody is let in until enough have left."
        case .hours(let bookings):
            let standing =
                bookings == 1
                ? "a booking of hours that are not over stands"
                : "\(bookings) bookings of hours that are not over stand"
            return "No hours can be booked any more, and \(standing) as before; cancel gives back what should not."
        case .vehicleGone(let vehicle, let permits):
            let standing =
                permits == 1
                ? "a subscription for it stands and is renewed"
                : "\(permits) subscriptions for it stand and are renewed"
            return "The garage knows no vehicle \(vehicle) any more, and \(standing) as before; "
                + "revoke-permit ends what should not."
        }
    }
}

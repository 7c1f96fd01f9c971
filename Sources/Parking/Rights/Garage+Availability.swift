public import Chronology

/// How many more spots of a local day may be reserved (design rule 2).
public struct DayAvailability: Hashable, Sendable {
    /// The day.
    public let day: LocalDay
    /// For the whole of it.
    public let whole: Spots
    /// For parts of it: stretches on end, from its beginning or from now to its end, at each moment of which as many are left.
    public let stretches: [Stretch]

    /// How many are left.
    public struct Spots: Hashable, Sendable {
        /// For members.
        public let members: Int
        /// For guests.
        public let guests: Int

        /// So many spots.
        public init(members: Int, guests: Int) {
            (self.members, self.guests) = (members, guests)
        }
    }

    /// A part of the day.
    public struct Stretch: Hashable, Sendable {
        /// When it begins.
        public let from: Instant
        /// When it ends.
        public let until: Instant
        /// How many spots are left within it.
        public let spots: Spots

        /// A part of a day.
        public init(from: Instant, until: Instant, spots: Spots) {
            (self.from, self.until, self.spots) = (from, until, spots)
        }
    }
}

extension Garage {
    /// What may still be reserved of a day; nil for one that is over, or further ahead than anybody may reserve.
    public func availability(on day: LocalDay, at now: Instant) -> DayAvailability? {
        guard let settings, day >= settings.zone.day(of: now), day <= settings.lastDayAhead(at: now) else { return nil }
        let reserved = rights.reserved(on: day)
        let (start, end) = (settings.zone.start(of: day), settings.zone.end(of: day))
        let from = max(start, now)
        var stretches: [DayAvailability.Stretch] = []
        for moment in reserved.turningPoints(in: from..<max(from, end)) {
            let spots = settings.spots(leftBy: reserved.spots(at: moment))
            if let last = stretches.last {
                guard last.spots != spots else { continue }
                stretches[stretches.count - 1] = .init(from: last.from, until: moment, spots: last.spots)
            }
            stretches.append(.init(from: moment, until: end, spots: spots))
        }
        let tightest = ReservedDay.Spots(
            members: reserved.most(\.members, in: .always), guests: reserved.most(\.guests, in: .always))
        let all = reserved.most(\.all, in: .always)
        return DayAvailability(
            day: day, whole: settings.spots(leftBy: tightest, besides: all), stretches: stretches)
    }
}

extension GarageSettings {
    /// How many spots are left where so many are reserved; both kinds together are bounded, as settings may have shrunk.
    ///
    /// - Parameter all: how many are reserved by both at the moment at which that is most; nil for the sum.
    fileprivate func spots(leftBy reserved: ReservedDay.Spots, besides all: Int? = nil) -> DayAvailability.Spots {
        let left = max(0, bookableSpots - (all ?? reserved.all))
        return DayAvailability.Spots(
            members: min(left, max(0, bookableSpots - guestSpots - reserved.members)),
            guests: min(left, max(0, guestSpots - reserved.guests)))
    }
}

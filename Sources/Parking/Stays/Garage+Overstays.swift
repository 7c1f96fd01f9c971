public import Chronology
import Tariffs

/// When a car's right to be inside ends, or has ended.
public struct RightsEnd: Hashable, Sendable {
    /// The first instant without a right.
    public let at: Instant
    /// The first instant at which the car overstays: where the card forgives some time, behind that (design rule 17).
    public let overstaysFrom: Instant

    /// An end, with a grace behind it whose last instant belongs to it.
    init(at: Instant, grace: TimeSpan) {
        self.at = at
        overstaysFrom = grace == .zero ? at : at + grace + TimeSpan(microseconds: 1)
    }
}

/// A car whose right to be inside has ended longer ago than the card forgives. It counts until it leaves, also on a later day to which it has a right.
public struct Overstay: Hashable, Sendable {
    /// Its stay.
    public let session: Session
    /// The first instant at which it had no right.
    public let since: Instant
}

/// Whether the spots of a day suffice for its reservations and the cars that should have gone (design rule 6).
public struct Shortage: Hashable, Sendable {
    /// The local day.
    public let day: LocalDay
    /// How many reservations hold at its tightest moment.
    public let reservations: Int
    /// Cars inside that overstay and have no right to that moment.
    public let overstays: Int
    /// How many more cars there may be: the right of these ends by then, or has only just ended.
    public let mayStay: Int
    /// Cars inside that a permit lets stay, beyond the spots that are kept for permits.
    public let permits: Int
    /// Spots that may be reserved.
    public let spots: Int
    /// Spots kept as fallback.
    public let fallback: Int
    /// Cars inside that were told to take one of those.
    public let assigned: Int

    /// The figures of a day.
    public init(
        day: LocalDay, reservations: Int, overstays: Int, mayStay: Int, permits: Int, spots: Int, fallback: Int,
        assigned: Int = 0
    ) {
        self.day = day
        self.reservations = reservations
        self.overstays = overstays
        self.mayStay = mayStay
        self.permits = permits
        self.spots = spots
        self.fallback = fallback
        self.assigned = assigned
    }

    /// Reserved drivers for whom no ordinary spot is left.
    public var short: Int { max(0, reservations + overstays + permits - spots) }
    /// How many that would be if none of the cars left that may stay.
    public var shortAtWorst: Int { max(0, reservations + overstays + mayStay + permits - spots) }
    /// How many of them fallback spots take in.
    public var cured: Int { min(short, fallback) }
    /// How many of them will be denied.
    public var blocked: Int { short - cured }
    /// How many that would be if none of the cars left that may stay.
    public var blockedAtWorst: Int { max(0, shortAtWorst - fallback) }
}

extension Garage {
    /// When the right of a car ends that came in, by the grace of the terms that were known when it did; nil where it may stay as
    /// long as it pays, or has a right without an end.
    public func rightsEnd(of session: Session) -> RightsEnd? {
        guard let settings, session.rightsEnd(in: settings.zone) != nil else { return nil }
        return session.rightsEnd(in: settings.zone, grace: overstayGrace(of: session, in: settings))
    }

    /// Without terms that can be read nothing is forgiven.
    private func overstayGrace(of session: Session, in settings: GarageSettings) -> TimeSpan {
        let tariff = try? rates.tariff(knownAt: session.enteredAt, before: session.id.version, in: settings.zone)
        let stay = Stay(
            entry: session.enteredAt, exit: session.enteredAt, card: session.vehicle ?? .standard,
            agreement: session.agreement)
        return tariff?.overstayPolicy(of: stay).grace ?? .zero
    }

    /// The cars that overstay at an instant, longest first. It follows from log and clock and needs no timer to be true.
    public func overstays(at now: Instant) -> [Overstay] {
        cars(whoseRightEndsBy: now).filter { $0.end.overstaysFrom <= now }
            .map { Overstay(session: $0.session, since: $0.end.at) }
            .sorted { ($0.since, $0.session.id) < ($1.since, $1.session.id) }
    }

    /// The cars inside whose right ends by an instant, in no order.
    private func cars(whoseRightEndsBy instant: Instant) -> [(session: Session, end: RightsEnd)] {
        guard let settings else { return [] }
        return sessions.values.compactMap { session in
            // A grace only puts the end off.
            guard let end = session.rightsEnd(in: settings.zone), end.at <= instant, let end = rightsEnd(of: session),
                end.at <= instant
            else { return nil }
            return (session, end)
        }
    }

    /// What the overstays of an instant do to a day, and what others would do that have no right to it and may still be there.
    ///
    /// The figures are those of the tightest moment from then to the day's end. Nobody knows the evening before which cars will
    /// not have left, so every car may stay whose right ends by that moment.
    public func shortage(on day: LocalDay, at now: Instant) -> Shortage? {
        guard let settings else { return nil }
        let (zone, reserved) = (settings.zone, rights.reserved(on: day))
        let from = max(now, zone.start(of: day))
        let cars = cars(whoseRightEndsBy: max(from, zone.end(of: day)))
        let moments = reserved.moments(in: from..<max(from, zone.end(of: day))).map { moment in
            var (overstays, perhaps) = (0, 0)
            for (session, end) in cars where end.at <= moment && !session.hasRight(at: moment, in: zone) {
                if end.overstaysFrom <= now { overstays += 1 } else { perhaps += 1 }
            }
            return (reservations: reserved.spots(at: moment).all, overstays: overstays, perhaps: perhaps)
        }
        var tightest = moments[0]
        for moment in moments
        where moment.reservations + moment.overstays > tightest.reservations + tightest.overstays { tightest = moment }
        let certain = tightest.reservations + tightest.overstays
        let worst = moments.reduce(certain) { max($0, $1.reservations + $1.overstays + $1.perhaps) }
        return Shortage(
            day: day, reservations: tightest.reservations, overstays: tightest.overstays, mayStay: worst - certain,
            permits: max(0, permitted(on: day, at: from) - settings.permanentSpots), spots: settings.bookableSpots,
            fallback: settings.fallbackSpots, assigned: sessions.values.count { $0.fallback != nil })
    }

    /// How many cars inside a permit lets stay, and nothing that they have reserved.
    private func permitted(on day: LocalDay, at instant: Instant) -> Int {
        countedSpots(on: day).permitted(at: instant)
    }
}

import Chronology
import Parking
import Tariffs

// How long cars may stay, hour by hour, as no right begins or ends in the middle of one: design rule 6.

extension Observer {
    /// Whether a plate has a right to a day, or to hours of it that were not over when it came.
    func hasRight(_ plate: PlateID?, to day: LocalDay, since entry: Instant) -> Bool {
        guard let plate else { return false }
        return everBooked.contains { $0.plate == plate && $0.serves(entry) && $0.day == day && $0.until > entry }
            || permits.covers(plate, day, since: entry)
    }

    /// Whether a plate whose car came in then has a right at an instant.
    func hasRight(
        _ plate: PlateID?, at instant: Instant, since entry: Instant, knownBy heard: Instant = .latest
    ) -> Bool {
        guard let plate, let zone = settings?.zone else { return false }
        return everBooked.contains {
            $0.plate == plate && $0.serves(entry) && $0.lasts(at: instant) && $0.heardAt <= heard
        }
            || permits.covers(plate, zone.day(of: instant), since: entry, knownBy: heard)
    }

    /// The sessions that overstay at an instant, and since when.
    func overstays(at now: Instant) -> [Int64: Instant] {
        var overstays: [Int64: Instant] = [:]
        for stay in inside {
            if let end = rightEnds(stay, by: now), end.forgivenUntil < now || end.forgivenUntil == end.at {
                overstays[stay.session] = end.at
            }
        }
        return overstays
    }

    /// The first instant by then at which a stay has no right, and until when that is forgiven; nil where it has one all the time.
    private func rightEnds(_ stay: Stay, by now: Instant) -> (at: Instant, forgivenUntil: Instant)? {
        guard let settings else { return nil }
        let (plate, zone) = (stay.car.knownPlate, settings.zone)
        let own = everBooked.filter { $0.plate == plate && $0.serves(stay.since) && $0.until > stay.since }
        let permitted = permits.entries.filter { $0.plate == plate && $0.covers && $0.serves(stay.since) }
        let day = zone.day(of: stay.since)
        let mustLeave =
            stay.isForTheDay && !own.contains { $0.day == day }
            && !permitted.contains { $0.has(day) }
        var (mayStay, hasHeld) = (true, false)
        var hour = stay.since - TimeSpan(microseconds: stay.since.microseconds % 3_600_000_000)
        while hour <= now {
            let today = zone.day(of: hour)
            let forgiven = own.filter { $0.until == hour }.map(\.forgiven.after).max() ?? .zero
            // Who buys a right when there is nothing to forgive any more has overstayed.
            func has(_ isHeard: (Instant) -> Bool) -> Bool {
                own.contains { $0.lasts(at: hour) && isHeard($0.heardAt) }
                    || permitted.contains { $0.has(today) && isHeard($0.heardAt) }
            }
            if has({ $0 <= hour + forgiven }) {
                hasHeld = true
            } else if hasHeld || (mustLeave && today > day) {
                mayStay = false
            } else if has({ $0 < hour + .hours(1) }) {
                hasHeld = true
            }
            if !mayStay { return (hour, hour + forgiven) }
            hour = hour + .hours(1)
        }
        return nil
    }

    /// The middles of a stay's days up to an instant, and whether a right covers them that was known by then (design rule 13).
    func daysOf(_ stay: Stay, until now: Instant) -> [(middle: Instant, isCovered: Bool)] {
        guard let settings, case .plate(let plate) = stay.car else { return [] }
        var days: [(middle: Instant, isCovered: Bool)] = []
        var day = settings.zone.day(of: stay.since)
        while settings.zone.start(of: day) < now {
            let from = max(stay.since, settings.zone.start(of: day))
            let length = min(now, settings.zone.start(of: day.next)) - from
            let middle = from + TimeSpan(microseconds: length.microseconds / 2)
            if length > .zero { days.append((middle, hasRight(plate, at: middle, since: stay.since, knownBy: middle))) }
            day = day.next
        }
        return days
    }

    /// What a day has to do with at its tightest moment: reservations, cars that should have gone, how many more those make that
    /// should go by then, and cars on permits beyond those's spots.
    func demand(on day: LocalDay, at now: Instant) -> (reservations: Int, overstays: Int, mayStay: Int, permits: Int) {
        guard let zone = settings?.zone else { return (0, 0, 0, 0) }
        let from = max(now, zone.start(of: day))
        let (end, late) = (max(from, zone.start(of: day.next)), overstays(at: now))
        let leaving = inside.compactMap { stay in rightEnds(stay, by: end).map { (stay: stay, at: $0.at) } }
        var (worst, tightest) = (-1, (reservations: -1, overstays: 0))
        var moment = from
        repeat {
            let booked = bookings.filter { $0.day == day && $0.lasts(at: moment) }.count
            let staying = leaving.filter {
                $0.at <= moment && !hasRight($0.stay.car.knownPlate, at: moment, since: $0.stay.since)
            }
            let overdue = staying.filter { late[$0.stay.session] != nil }.count
            if booked + overdue > tightest.reservations + tightest.overstays { tightest = (booked, overdue) }
            worst = max(worst, booked + staying.count)
            moment = moment + .hours(1)
            moment = moment - TimeSpan(microseconds: moment.microseconds % 3_600_000_000)
        } while moment < end
        var onPermits = 0
        for plate in inside.compactMap(\.car.knownPlate) where permits.admits(plate, day) {
            if !bookings.contains(where: { $0.plate == plate && $0.day == day && $0.lasts(at: from) }) {
                onPermits += 1
            }
        }
        return (
            tightest.reservations, tightest.overstays, worst - tightest.reservations - tightest.overstays,
            max(0, onPermits - (settings?.permanentSpots ?? 0))
        )
    }
}

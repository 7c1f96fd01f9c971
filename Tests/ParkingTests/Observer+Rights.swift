import Chronology
import Parking
import Tariffs

// How long cars may stay, midnight by midnight: design rule 6.

extension Observer {
    /// Whether a plate has a right to a day.
    func hasRight(_ plate: PlateID?, to day: LocalDay, knownBy instant: Instant = .latest) -> Bool {
        guard let plate else { return false }
        return bookings.contains { $0.plate == plate && $0.day == day && $0.heardAt <= instant }
            || permits.covers(plate, day, knownBy: instant)
    }

    /// The sessions that overstay at an instant, and since when.
    func overstays(at now: Instant) -> [Int64: Instant] {
        var overstays: [Int64: Instant] = [:]
        for stay in inside { overstays[stay.session] = overstay(stay, at: now) }
        return overstays
    }

    /// The first instant by then at which a stay has no right; nil where it has one all the time.
    private func overstay(_ stay: Stay, at now: Instant) -> Instant? {
        guard let settings else { return nil }
        var plate: PlateID?
        if case .plate(let known) = stay.car { plate = known }
        var day = settings.zone.day(of: stay.since)
        var isPaying = settings.admission == .open && !hasRight(plate, to: day)
        while settings.zone.start(of: day.next) <= now {
            let isCovered = hasRight(plate, to: day.next)
            if isCovered { isPaying = false }
            if !isCovered && !isPaying { return settings.zone.start(of: day.next) }
            day = day.next
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
            if length > .zero { days.append((middle, hasRight(plate, to: day, knownBy: middle))) }
            day = day.next
        }
        return days
    }

    /// What a day has to do with: reservations, cars that should have gone, those that should go before it, and cars on permits
    /// beyond those's spots.
    func demand(on day: LocalDay, at now: Instant) -> (reservations: Int, overstays: Int, mayStay: Int, permits: Int) {
        let booked = bookings.filter { $0.day == day }.map(\.plate)
        var (late, perhaps, onPermits) = (0, 0, 0)
        for stay in inside {
            let plate = stay.car.knownPlate
            if overstay(stay, at: now) != nil, !hasRight(plate, to: day) {
                late += 1
            } else if let settings, !hasRight(plate, to: day), overstay(stay, at: settings.zone.start(of: day)) != nil {
                perhaps += 1
            }
            if let plate, permits.covers(plate, day), !booked.contains(plate) { onPermits += 1 }
        }
        return (booked.count, late, perhaps, max(0, onPermits - (settings?.permanentSpots ?? 0)))
    }
}

public import Chronology
public import Money

extension Tariff {
    /// What hours cost that are booked in advance, and when they begin and end: the first and the last line say.
    ///
    /// Each hour on the clock costs what its cell says, one without a cell nothing; an hour that the clocks repeat is
    /// two; grace and free time do not count. The booking ends within the local day on which it begins. Throws ``BookingError``.
    public func price(_ booking: HoursBooking) throws(BookingError) -> Charge {
        try price(hours: try hours(of: booking))
    }

    /// What the time of a booking costs.
    public func price(hours stay: Stay) throws(BookingError) -> Charge {
        let card = card(stay.card)
        var clock = ZoneCursor(zone, at: stay.entry)
        guard card.rates.contains(where: { $0.sells(stay, &clock) }) else { throw .noGrid }
        do { return try price(stay, on: card) { $0.sells(stay, &$1) } } catch { throw .tariff(error) }
    }

    /// The least and the most that so many hours cost on a day, over all hours with which they may begin.
    ///
    /// Throws ``BookingError/leavesDay`` where the day has not as many.
    public func priceRange(
        ofHours hours: Int, on day: LocalDay, card: CardID = .standard, groups: Set<GroupID> = []
    ) throws(BookingError) -> ClosedRange<Money> {
        var range: ClosedRange<Money>?
        for hour in 0..<24 {
            guard let time = LocalTime(hour: hour) else { continue }
            let booking = HoursBooking(start: LocalDateTime(day, time), hours: hours, card: card, groups: groups)
            let total: Money
            do { total = try price(booking).total } catch {
                guard error == .leavesDay || error == .skippedHour else { throw error }
                continue
            }
            range = min(range?.lowerBound ?? total, total)...max(range?.upperBound ?? total, total)
        }
        guard let range else { throw .leavesDay }
        return range
    }

    /// How much time before and behind hours is forgiven that are booked by a card.
    public func forgiveness(on card: CardID = .standard) -> Forgiveness { self.card(card).terms.bookings }

    /// The time that a booking covers.
    public func hours(of booking: HoursBooking) throws(BookingError) -> Stay {
        guard (1...HoursBooking.mostHours).contains(booking.hours) else {
            throw .hours(most: HoursBooking.mostHours)
        }
        let hour = TimeSpan.hours(1).microseconds
        let start = LocalDateTime(
            microseconds: booking.start.microseconds - booking.start.microsecondOfDay % hour)
        try check(start.day)
        let entry = zone.instant(of: start)
        guard zone.local(entry) == start else { throw .skippedHour }
        var clock = ZoneCursor(zone, at: entry)
        var exit = entry
        for _ in 0..<booking.hours { exit = clock.hourEnd(after: exit) }
        guard exit <= zone.end(of: start.day) else { throw .leavesDay }
        return Stay(entry: entry, exit: exit, card: booking.card, groups: booking.groups)
    }

    /// The time from the hour that a moment lies in to its day's end: what is booked without a number of hours, and so may be more
    /// of them than ``HoursBooking/mostHours``.
    public func hours(
        untilDayEndFrom moment: Instant, card: CardID = .standard, groups: Set<GroupID> = []
    ) throws(BookingError) -> Stay {
        let day = zone.day(of: moment)
        guard let begun = try hours(of: day).first(where: { $0.contains(moment) }) else { throw .skippedHour }
        return Stay(entry: begun.lowerBound, exit: zone.end(of: day), card: card, groups: groups)
    }

    /// The hours that the clock shows on a local day, 23 or 25 of them where it is put forward or back.
    func hours(of day: LocalDay) throws(BookingError) -> [Range<Instant>] {
        try check(day)
        var hours: [Range<Instant>] = []
        let end = zone.end(of: day)
        var from = zone.start(of: day)
        var clock = ZoneCursor(zone, at: from)
        while from < end {
            let until = min(clock.hourEnd(after: from), end)
            hours.append(from..<until)
            from = until
        }
        return hours
    }

    private func check(_ day: LocalDay) throws(BookingError) {
        guard LocalDay.first...LocalDay.last ~= day else { throw .beyondCalendar }
    }
}

extension CompiledRate {
    /// Whether its grid is for such a booking.
    fileprivate func sells(_ stay: Stay, _ clock: inout ZoneCursor) -> Bool {
        guard case .hours = price, earlyBird == nil else { return false }
        return isFor(stay) && isMet(by: stay, &clock)
    }
}

extension LocalDay {
    fileprivate static let first = LocalDay(year: 1, month: 1, day: 2)!
    fileprivate static let last = LocalDay(year: 9999, month: 12, day: 30)!
}

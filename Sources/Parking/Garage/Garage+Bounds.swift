import Chronology

// The garage stays small however long its log: what no command may name any more is let go of.

extension Garage {
    /// How long a stay or an exit is kept that is not right as it is, so that what comes later may cure it.
    static let doubtIsKept = TimeSpan.days(31)

    /// Lets go of what no command may name any more, as soon as time has gone on: nothing is looked at before its own time.
    @discardableResult
    mutating func forgetThePast(at now: Instant) -> [GarageChange] {
        guard let settings, now > forgottenAt else { return [] }
        forgottenAt = now
        // Who came today and left again did not miss the day, and who left lately may not come back.
        let noShows = settings.noShowAfter == nil ? TimeSpan.zero : .hours(25)
        let remembered = max(settings.lateness, settings.noReturnWithin, noShows)
        let (late, doubtful) = (now - remembered - .hours(1), now - Garage.doubtIsKept)
        quarantine.forget(before: late, doubtful: doubtful)
        // What a quarantined passage was is decided by the other ones of its car.
        stays.forget(
            before: late, doubtful: min(now - settings.lateness, doubtful) - .hours(1), keeping: quarantine.cars)
        forgetAccounts(before: doubtful)
        tenantSpots.forget(before: min(late, stays.earliestEntry() ?? late))
        guard now - tidiedAt > .minutes(10) else { return [] }
        // What is too old to be cured is looked for among all that is open, so less often.
        let isNewHour = now.begunHours != tidiedAt.begunHours
        tidiedAt = now
        gates.forgetWaiting(at: now, in: settings)
        stays.tidyEntries()
        handCount.forget(keeping: stays)
        // What a stay was covered by is asked once more where its car turns out to be another one, and first where a passage
        // is released.
        let awaited = quarantine.earliest.map { $0 - settings.lateness } ?? now
        let needed = min(max(stays.earliestEntry() ?? now, doubtful), awaited)
        let day = settings.zone.day(of: min(needed, now - settings.lateness))
        while let right = rights.nextOver(before: day) {
            changing(right.plate) { $0.rights.remove(right.id) }
            remember(right)
        }
        rights.forgetGivenBack(before: day)
        waitingList.forget(before: settings.zone.day(of: now))
        suspended.forget(
            before: settings.zone.day(of: now - settings.lateness), offences: now - .days(366) - settings.lateness)
        guard isNewHour else { return [] }
        gates.forgetPassages(at: now, in: settings)
        return expireExceptions(at: now)
    }

    /// Whether the parts agree with each other and with what is counted; looks at all of it, so only in debug builds and only
    /// now and then.
    var holdsTogether: Bool { contradictions.isEmpty }

    /// The parts that contradict themselves or others.
    var contradictions: [String] {
        var parts: [String] = []
        if !stays.holdsTogether { parts.append("stays") }
        if !handCount.fits(stays) { parts.append("count") }
        if !rights.holdsTogether { parts.append("rights") }
        if !gates.holdsTogether { parts.append("gates") }
        if let spots, spots != countedSpots(on: spots.day) { parts.append("spots") }
        return parts
    }
}

extension Instant {
    fileprivate var begunHours: Int64 { microseconds / TimeSpan.hours(1).microseconds }
}

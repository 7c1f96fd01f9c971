import Chronology

/// When a car passed: the time that is used, and what the device's clock said of it.
struct PassageTime: Hashable {
    /// The time used: never ahead of the server's clock.
    let used: Instant
    /// What stands beside it in the log.
    let device: DeviceTime
    /// Why the device's clock is not to be believed; nil where it is, or where nothing rests on it.
    let doubt: QuarantineReason?
}

extension GarageSettings {
    /// When something happened.
    ///
    /// A claim that is ahead of the server's clock counts as now. What a device's clock showed as it sent tells a clock that is
    /// off from a report that is late: beyond the garage's tolerance the claim is put right by the difference.
    ///
    /// - Parameter isAwaited: whether a driver waits for the answer. Then a claim is put right within the tolerance, too, where
    ///   it would be too old to be answered and was sent at once: a car may always leave.
    func time(of passage: Passage, now: Instant, isAwaited: Bool = false) throws(Refusal) -> PassageTime {
        let skew = passage.sentAt.map { $0.sane - now }
        guard let told = passage.occurredAt else {
            return PassageTime(used: now, device: DeviceTime(skew: skew?.inWholeSeconds), doubt: nil)
        }
        let isOff = skew.map { $0 > clockTolerance || $0 < .zero - clockTolerance } ?? false
        let isSlow =
            isAwaited && told.sane < now - authorisationWait
            && skew.map { told.sane - $0 >= now - authorisationWait } ?? false
        let claimed = isOff || isSlow ? told.sane - skew! : told.sane
        guard claimed <= now + .days(1) else { throw .inTheFuture(told, now: now) }
        guard claimed >= now - lateness else { throw .tooLongAgo(told, lateness: lateness) }
        let used = min(claimed, now)
        let isAhead = isOff ? skew! > .zero : claimed > now + clockTolerance
        return PassageTime(
            used: used, device: DeviceTime(claimedAt: told == used ? nil : told.sane, skew: skew?.inWholeSeconds),
            doubt: isAhead ? .clockAhead : isOff ? .clockBehind : nil)
    }
}

extension Instant {
    /// An instant of the calendar, so that differences do not overflow.
    var sane: Instant { min(max(self, .earliest), .latest) }
}

extension TimeSpan {
    var inWholeSeconds: TimeSpan { .seconds(microseconds / 1_000_000) }
}

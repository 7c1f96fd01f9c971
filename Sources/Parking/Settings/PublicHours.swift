public import Chronology
import Money
public import Tariffs

/// When drivers without a right to the day may come into a garage that is open to them (golden case 14).
public enum PublicHours: Hashable, Sendable {
    /// At any time.
    case always
    /// Never.
    case closed
    /// Within these windows, on the clock on the garage's wall.
    case windows([Window])

    /// Whether the public may come in at an instant.
    public func contains(_ instant: Instant, in zone: ZoneRules) -> Bool {
        switch self {
        case .always: true
        case .closed: false
        case .windows(let windows): windows.contains { $0.contains(instant, in: zone) }
        }
    }

    /// Checks that the windows make sense.
    func validate() throws(SettingsError) {
        guard case .windows(let windows) = self else { return }
        guard !windows.isEmpty else {
            throw SettingsError(field: "publicHours.windows", problem: "must list 1 to 100 windows")
        }
        try windows.validate(as: "publicHours")
    }
}

extension [Window] {
    /// Checks that windows make sense, as those of a rate do.
    func validate(as field: String) throws(SettingsError) {
        do {
            try Rate(id: RateID("hours")!, windows: self, price: .once(.zero)).validate()
        } catch {
            let problem = error.description.dropFirst(error.field.count + 1)
            throw SettingsError(field: "\(field).\(error.field)", problem: String(problem))
        }
    }
}

extension Window {
    /// Whether an instant lies in an occurrence.
    func contains(_ instant: Instant, in zone: ZoneRules) -> Bool {
        switch self {
        case .once(let from, let until):
            return zone.instant(of: from) <= instant && instant < zone.instant(of: until)
        case .weekly(let days, let from, let until):
            let today = zone.day(of: instant)
            // An occurrence that passes midnight belongs to the day on which it begins.
            return [today.previous, today].contains { day in
                let begin = LocalDateTime(day, from)
                let end = LocalDateTime(from < until ? day : day.next, until)
                return days.contains(day.weekday)
                    && zone.instant(of: begin) <= instant && instant < zone.instant(of: end)
            }
        }
    }
}

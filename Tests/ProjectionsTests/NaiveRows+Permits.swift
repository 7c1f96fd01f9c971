import Chronology
import Parking
import Tariffs

extension NaiveRows {
    /// A permit as events have made it.
    struct NaivePermit {
        let id: Int64
        let plate: PlateID
        let kind: PermitKind
        let first: LocalDay
        let last: LocalDay?
        let groups: Set<GroupID>
        let grantedAt: Instant
        let revokedAt: Instant?

        /// Whether a car that came in then has anything of it.
        func serves(_ entry: Instant) -> Bool { revokedAt.map { entry < $0 } ?? true }
    }

    /// How many days are more than any history has.
    static let forEver = 400

    /// The permits behind a version; not those that were revoked before their first day.
    func permits(behind version: Int64) -> [NaivePermit] {
        let past = events.filter { $0.version <= version }
        return past.compactMap { event in
            guard case .permitGranted(let granted) = event.event else { return nil }
            let ends = past.compactMap { $0.event.end(of: PermitID(version: event.version)) }
            let end = ends.last ?? granted.lastDay
            if let end, end < granted.firstDay { return nil }
            let revoked = past.first { $0.event.revokes(PermitID(version: event.version)) }
            return NaivePermit(
                id: event.version, plate: granted.plate, kind: granted.kind, first: granted.firstDay, last: end,
                groups: granted.groups, grantedAt: event.recordedAt, revokedAt: revoked?.recordedAt)
        }
    }

    /// `permit day came went`, of the days of one month on whose lists a permit stands or stood.
    var listed: [String] {
        let month = LocalDay("2026-03-01")!.through(LocalDay("2026-03-31")!)
        let steps = events.filter(\.event.isOfPermits).map { ($0.version, permits(behind: $0.version)) }
        var rows: [String] = []
        for event in events {
            guard case .permitGranted = event.event else { continue }
            for day in month {
                var came: Int64?
                for (version, permits) in steps {
                    let isListed = permits.contains { $0.id == event.version && $0.admits(on: day) }
                    if isListed, came == nil { came = version }
                    guard !isListed, let since = came else { continue }
                    rows.append("\(event.version) \(day) \(since) \(version)")
                    came = nil
                }
                if let came { rows.append("\(event.version) \(day) \(came) -") }
            }
        }
        return rows
    }
}

extension NaiveRows.NaivePermit {
    /// One that was revoked lets nobody in any more on its last day.
    fileprivate func admits(on day: LocalDay) -> Bool {
        guard kind != .membership, first <= day else { return false }
        return last.map { revokedAt == nil ? day <= $0 : day < $0 } ?? true
    }
}

extension GarageEvent {
    fileprivate var isOfPermits: Bool {
        switch self {
        case .permitGranted, .permitRenewed, .permitRevoked: true
        default: false
        }
    }

    fileprivate func revokes(_ permit: PermitID) -> Bool {
        guard case .permitRevoked(let revoked) = self else { return false }
        return revoked.permit == permit
    }

    /// The last day that it gives a permit.
    fileprivate func end(of permit: PermitID) -> LocalDay? {
        switch self {
        case .permitRenewed(let renewed) where renewed.permit == permit: renewed.lastDay
        case .permitRevoked(let revoked) where revoked.permit == permit: revoked.lastDay
        default: nil
        }
    }
}

extension LocalDay {
    /// This day and those that follow, up to another.
    func through(_ last: LocalDay) -> [LocalDay] {
        Array(sequence(first: self) { $0 < last ? $0.next : nil })
    }
}

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
}

extension GarageEvent {
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

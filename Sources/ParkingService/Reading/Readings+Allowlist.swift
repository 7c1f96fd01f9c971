public import Chronology
public import Parking
import Postgres

/// A plate that may come and go on a day.
public struct AllowlistEntry: Hashable, Sendable {
    /// What gives the right.
    public enum Right: Hashable, Sendable {
        /// A reservation for somebody.
        case reservation(ReservationID, Holder)
        /// A pass or a subscription.
        case permit(PermitID, PermitKind.Name)
    }

    /// What gives the right.
    public var right: Right
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
}

extension Readings {
    /// The plates that have a right to a day: by reservation, then by permit, each in the order they were made. One
    /// that has both is on the list twice.
    public func allowlist(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(ReadingError) -> [AllowlistEntry] {
        var entries: [AllowlistEntry]
        if let asOf {
            let garage = try await history.garage(garage, asOf: asOf)
            entries =
                garage.reservations(on: day).map {
                    AllowlistEntry(right: .reservation($0.id, $0.holder), plateID: $0.plate)
                }
                + garage.permits(on: day).filter(\.kind.covers).map {
                    AllowlistEntry(right: .permit($0.id, $0.kind.name), plateID: $0.plate)
                }
        } else {
            _ = try await settings(garage)
            entries = try await rows { session in
                let (garage, day) = (Parameter.text(garage.text), Parameter.date(days: day.daysSinceEpoch))
                let reserved = try session.query(
                    """
                    select reservation, plate_id, holder from allowlist.entries where garage_id = $1 and day = $2
                    order by reservation
                    """, [garage, day]
                ).compactMap { row in
                    Holder(rawValue: row.text(2)).flatMap {
                        AllowlistEntry(row, .reservation(ReservationID(version: row.int8(0)), $0))
                    }
                }
                let permitted = try session.query(
                    """
                    select permit, plate_id, kind from allowlist.permits
                    where garage_id = $1 and kind <> 'membership' and $2 between first_day and last_day
                    order by permit
                    """, [garage, day]
                ).compactMap { row in
                    PermitKind.Name(rawValue: row.text(2)).flatMap {
                        AllowlistEntry(row, .permit(PermitID(version: row.int8(0)), $0))
                    }
                }
                return reserved + permitted
            }
        }
        let plates = try await plates(entries.map(\.plateID), of: garage)
        for index in entries.indices { entries[index].plate = plates[entries[index].plateID] }
        return entries
    }
}

extension AllowlistEntry {
    fileprivate init?(_ row: Row, _ right: Right) {
        guard let plate = PlateID(bytes: row.bytes(1)) else { return nil }
        self.init(right: right, plateID: plate)
    }
}

public import Chronology
public import Parking
import Postgres

/// A plate that may come and go on a day.
public struct AllowlistEntry: Hashable, Sendable {
    /// The reservation that gives the right.
    public var reservation: ReservationID
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
    /// For whom it was reserved.
    public var holder: Holder
}

extension Readings {
    /// The plates that have a right to a day, in the order of their reservations.
    public func allowlist(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(ReadingError) -> [AllowlistEntry] {
        var entries: [AllowlistEntry]
        if let asOf {
            entries = try await history.garage(garage, asOf: asOf).reservations(on: day).map {
                AllowlistEntry(reservation: $0.id, plateID: $0.plate, holder: $0.holder)
            }
        } else {
            _ = try await settings(garage)
            entries = try await rows { session in
                try session.query(
                    """
                    select reservation, plate_id, holder from allowlist.entries where garage_id = $1 and day = $2
                    order by reservation
                    """, [.text(garage.text), .date(days: day.daysSinceEpoch)]
                ).compactMap { row in
                    guard let plate = PlateID(bytes: row.bytes(1)), let holder = Holder(rawValue: row.text(2)) else {
                        return nil
                    }
                    return AllowlistEntry(
                        reservation: ReservationID(version: row.int8(0)), plateID: plate, holder: holder)
                }
            }
        }
        let plates = try await plates(entries.map(\.plateID), of: garage)
        for index in entries.indices { entries[index].plate = plates[entries[index].plateID] }
        return entries
    }
}

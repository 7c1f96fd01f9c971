public import Chronology
public import Parking
import Postgres

/// The cars that overstay, and what that does to today and tomorrow.
public struct OverstaysView: Sendable {
    /// A car without a right to be inside.
    public struct Car: Hashable, Sendable {
        /// Its stay.
        public var session: SessionID
        /// What events call its plate; nil for a ticket or an unknown car.
        public var plateID: PlateID?
        /// The plate; nil where there is none or its vault row is erased.
        public var plate: Plate?
        /// When it came in.
        public var enteredAt: Instant
        /// The first instant without a right.
        public var since: Instant
    }

    /// The cars, longest first.
    public var cars: [Car]
    /// Whether the spots suffice, today and tomorrow.
    public var shortages: [Shortage]
}

extension Readings {
    /// The cars that overstay now, or did at a moment. It follows from the log and the clock.
    public func overstays(of garage: GarageID, asOf: AsOf? = nil) async throws(ReadingError) -> OverstaysView {
        var view: OverstaysView
        if let asOf {
            let state = try await history.garage(garage, asOf: asOf)
            let cars = state.overstays(at: asOf.moment).map {
                OverstaysView.Car(
                    session: $0.session.id, plateID: $0.session.plate, enteredAt: $0.session.enteredAt, since: $0.since)
            }
            let today = state.settings!.zone.day(of: asOf.moment)
            view = OverstaysView(
                cars: cars, shortages: [today, today.next].compactMap { state.shortage(on: $0, at: asOf.moment) })
        } else {
            view = try await overstaysNow(of: garage, at: hosts.clock())
        }
        let plates = try await plates(view.cars.compactMap(\.plateID), of: garage)
        for index in view.cars.indices {
            view.cars[index].plate = view.cars[index].plateID.flatMap { plates[$0] }
        }
        return view
    }

    private func overstaysNow(of garage: GarageID, at now: Instant) async throws(ReadingError) -> OverstaysView {
        let state = try await garageNow(garage)
        guard let zone = state.settings?.zone else { throw .unknownGarage }
        let today = zone.day(of: now)
        let cars = try await rows { session in
            try session.query(
                """
                select session, plate_id, entered_at, right_ends_at from overstays.stays
                where garage_id = $1 and left_at is null and right_ends_at <= $2 order by right_ends_at, session
                """, [.text(garage.text), .timestamptz(microseconds: now.microseconds)]
            ).map { row in
                OverstaysView.Car(
                    session: SessionID(version: row.int8(0)),
                    plateID: row.optionalBytes(1).flatMap { PlateID(bytes: $0) },
                    enteredAt: Instant(microseconds: row.timestamptz(2)),
                    since: Instant(microseconds: row.timestamptz(3)))
            }
        }
        return OverstaysView(
            cars: cars, shortages: [today, today.next].compactMap { state.shortage(on: $0, at: now) })
    }
}

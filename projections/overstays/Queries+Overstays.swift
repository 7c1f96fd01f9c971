public import Chronology
import JSON
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
    /// Whether the spots suffice, today and tomorrow or on the day that was asked for.
    public var shortages: [Shortage]
    /// The zone in which their times are shown.
    public var zone: ZoneRules
}

extension Overstays {
    static let overstaysQuery = Query(
        "overstays", [.day, .asOf, .minVersion], waitingFor: [name],
        terminal: .init(
            "overstays", "Which cars should have gone, and whether tomorrow's spots suffice, or a day's.",
            subject: .anyDay)
    ) { (question, queries) throws(QueryError) in
        let view = try await queries.overstays(of: question.garage, on: question.day, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.name("overstays")
                json.array(view.cars) { $0.car($1, in: view.zone) }
                json.name("shortages")
                json.array(view.shortages) { $0.shortage($1) }
            },
            tables: { [view.carsTable, view.shortagesTable] })
    }
}

extension Queries {
    /// The cars that overstay now, or did at a moment. It follows from the log and the clock.
    ///
    /// - Parameter day: whose spots are asked for; nil for today's and tomorrow's.
    public func overstays(
        of garage: GarageID, on day: LocalDay? = nil, asOf: AsOf? = nil
    ) async throws(QueryError) -> OverstaysView {
        let now = asOf?.moment ?? clock()
        let state = try await self.garage(garage, asOf: asOf)
        guard let zone = state.settings?.zone else { throw .unknownGarage }
        let today = zone.day(of: now)
        var view = OverstaysView(
            cars: try await asOf == nil ? carsNow(in: garage, at: now) : state.overstays(at: now).map { .init($0) },
            shortages: (day.map { [$0] } ?? [today, today.next]).compactMap { state.shortage(on: $0, at: now) },
            zone: zone)
        let plates = try await plates(view.cars.compactMap(\.plateID), of: garage)
        for index in view.cars.indices {
            view.cars[index].plate = view.cars[index].plateID.flatMap { plates[$0] }
        }
        return view
    }

    private func carsNow(in garage: GarageID, at now: Instant) async throws(QueryError) -> [OverstaysView.Car] {
        try await rows { session in
            try session.query(
                """
                select session, plate_id, entered_at, right_ends_at from overstays.stays
                where garage_id = $1 and left_at is null and overstays_from <= $2 order by right_ends_at, session
                """, [.text(garage.text), .timestamptz(microseconds: now.microseconds)]
            ).map { row in
                OverstaysView.Car(
                    session: SessionID(version: row.int8(0)),
                    plateID: try row.optionalPlateID(1, of: Overstays.self),
                    enteredAt: try row.instant(2, of: Overstays.self),
                    since: try row.instant(3, of: Overstays.self))
            }
        }
    }
}

extension OverstaysView.Car {
    fileprivate init(_ overstay: Overstay) {
        self.init(
            session: overstay.session.id, plateID: overstay.session.plate, enteredAt: overstay.session.enteredAt,
            since: overstay.since)
    }
}

extension JSONWriter {
    fileprivate mutating func car(_ car: OverstaysView.Car, in zone: ZoneRules) {
        object { json in
            json.field("session", number: car.session.version)
            json.field("plate", car.plate?.characters)
            json.field("plateId", car.plateID)
            json.field("enteredAt", car.enteredAt.description(in: zone))
            json.field("since", car.since.description(in: zone))
        }
    }

    fileprivate mutating func shortage(_ shortage: Shortage) {
        object { json in
            json.field("day", shortage.day)
            json.field("reservations", number: shortage.reservations)
            json.field("overstays", number: shortage.overstays)
            json.field("mayStay", number: shortage.mayStay)
            json.field("permits", number: shortage.permits)
            json.field("spots", number: shortage.spots)
            json.field("short", number: shortage.short)
            json.field("fallback", number: shortage.fallback)
            json.field("assigned", number: shortage.assigned)
            json.field("blocked", number: shortage.blocked)
            json.field("shortAtWorst", number: shortage.shortAtWorst)
            json.field("blockedAtWorst", number: shortage.blockedAtWorst)
        }
    }
}

extension OverstaysView {
    fileprivate var carsTable: Table {
        var table = Table("session", "plate", "entered", "since")
        for car in cars {
            table.add(
                .number(car.session.version), .text(car.plate?.characters),
                .text(car.enteredAt.description(in: zone)), .text(car.since.description(in: zone)))
        }
        return table
    }

    fileprivate var shortagesTable: Table {
        var table = Table(
            "day", "reservations", "overstays", "may_stay", "permits", "spots", "short", "fallback", "blocked",
            "short_at_worst", "blocked_at_worst", "assigned")
        for day in shortages {
            table.add(
                .text(day.day.description), .number(Int64(day.reservations)), .number(Int64(day.overstays)),
                .number(Int64(day.mayStay)), .number(Int64(day.permits)), .number(Int64(day.spots)),
                .number(Int64(day.short)), .number(Int64(day.fallback)), .number(Int64(day.blocked)),
                .number(Int64(day.shortAtWorst)), .number(Int64(day.blockedAtWorst)), .number(Int64(day.assigned)))
        }
        return table
    }
}

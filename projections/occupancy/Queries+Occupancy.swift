import Chronology
import JSON
public import Parking
import Postgres

/// How full a garage is.
public struct OccupancyView: Hashable, Sendable {
    /// Cars inside.
    public var inside: Int
    /// Cars it holds.
    public var capacity: Int
    /// The version of the last event that counts.
    public var version: Int64

    /// Cars that it still takes.
    public var free: Int { max(0, capacity - inside) }
}

extension OccupancyView {
    fileprivate init(_ garage: Garage) {
        self.init(inside: garage.inside, capacity: garage.settings?.capacity ?? 0, version: garage.version)
    }
}

extension Occupancy {
    static let occupancyQuery = Query(
        "occupancy", [.asOf, .minVersion], about: .one, waitingFor: [name],
        terminal: .init("occupancy", "How full the garage is.")
    ) { (question, queries) throws(QueryError) in
        let view = try await queries.occupancy(of: question.garage, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment)
                json.field("inside", number: view.inside)
                json.field("capacity", number: view.capacity)
                json.field("free", number: view.free)
                json.field("version", number: view.version)
            },
            tables: {
                var table = Table("garage", "inside", "capacity", "free", "version")
                table.add(
                    .text(question.garage.text), .number(Int64(view.inside)), .number(Int64(view.capacity)),
                    .number(Int64(view.free)), .number(view.version))
                return [table]
            })
    }
}

extension Queries {
    /// How full a garage is now, or was.
    public func occupancy(of garage: GarageID, asOf: AsOf? = nil) async throws(QueryError) -> OccupancyView {
        guard let asOf else { return try await occupancyNow(of: garage) }
        _ = try await settings(garage)
        let at = Parameter.timestamptz(microseconds: asOf.moment.microseconds)
        let view: OccupancyView? = try await rows { session in
            let row =
                switch asOf.basis {
                case .known:
                    try session.query(
                        """
                        select inside::bigint, capacity, version from occupancy.changes
                        where garage_id = $1 and recorded_at <= $2 order by recorded_at desc, version desc limit 1
                        """, [.text(garage.text), at]
                    ).first
                case .happened:
                    // What settings said by then is told by their own rows, which move no car: one of a car that is told late has
                    // the capacity of the day on which it was told.
                    try session.query(
                        """
                        select sum(delta)::bigint,
                            (array_agg(capacity order by delta <> 0, version desc))[1], max(version)
                        from occupancy.changes where garage_id = $1 and occurred_at <= $2 having count(*) > 0
                        """, [.text(garage.text), at]
                    ).first
                }
            return row.map {
                OccupancyView(inside: Int($0.int8(0)), capacity: Int($0.int4(1)), version: $0.int8(2))
            }
        }
        // The read model has not heard of that time yet, or there was no garage.
        if let view { return view }
        return OccupancyView(try await history.garage(garage, asOf: asOf))
    }

    private func occupancyNow(of garage: GarageID) async throws(QueryError) -> OccupancyView {
        let now = try await rows { session in
            try session.query(
                "select inside, capacity, version from occupancy.garages where garage_id = $1", [.text(garage.text)]
            ).first.map {
                OccupancyView(inside: Int($0.int4(0)), capacity: Int($0.int4(1)), version: $0.int8(2))
            }
        }
        if let now { return now }
        // The read model has not heard of it yet, or nobody has.
        return OccupancyView(try await current(garage))
    }
}

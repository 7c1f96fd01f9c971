import JSON
public import Parking
import Postgres

/// A garage among all of them.
public struct GarageListing: Hashable, Sendable {
    /// Its name in addresses.
    public var id: GarageID
    /// Its name for people.
    public var name: String
    /// The name of its time zone.
    public var timeZone: String
    /// Cars it holds.
    public var capacity: Int
    /// Cars inside.
    public var inside: Int
    /// The version of the last event that counts.
    public var version: Int64
    /// The event at which the read model has stopped; nil where it has not.
    public var stoppedAt: Int64?
}

extension Queries {
    /// Every garage, by name, from behind one on, as far as the read model has heard of it.
    ///
    /// - Parameter these: the garages that may be named; nil for all.
    public func garages(
        after: GarageID? = nil, limit: Int = .max, among these: Set<GarageID>? = nil
    ) async throws(QueryError) -> [GarageListing] {
        try await rows { session in
            try session.query(
                """
                select garages.garage_id, garages.name, time_zone, capacity, inside, garages.version, failures.version
                from occupancy.garages
                left join projection.failures on failures.garage_id = garages.garage_id and failures.name = $5
                where garages.garage_id > $1 and ($3 or garages.garage_id = any ($4))
                order by garages.garage_id limit $2
                """,
                [
                    .text(after?.text ?? ""), .int8(Int64(limit)), .bool(these == nil),
                    .texts(these?.map(\.text) ?? []), .text(Occupancy.name),
                ]
            ).map { row in
                GarageListing(
                    id: try row.value(0, of: Occupancy.self) { GarageID($0) }, name: row.text(1),
                    timeZone: row.text(2), capacity: Int(row.int4(3)), inside: Int(row.int4(4)), version: row.int8(5),
                    stoppedAt: row.optionalInt8(6))
            }
        }
    }

    /// The answer to the one question that is about no garage alone.
    public func garagesAnswer(
        after: GarageID? = nil, limit: Int = .max, among these: Set<GarageID>? = nil
    ) async throws(QueryError) -> Answer {
        let garages = try await garages(after: after, limit: limit, among: these)
        return Answer(
            json: { json in
                json.name("garages")
                json.array(garages) { $0.garage($1) }
                json.field("next", garages.last?.id ?? after)
            },
            tables: {
                var table = Table("garage", "name", "time_zone", "capacity", "inside", "version")
                for garage in garages {
                    table.add(
                        .text(garage.id.text), .text(garage.name), .text(garage.timeZone),
                        .number(Int64(garage.capacity)), .number(Int64(garage.inside)), .number(garage.version))
                }
                return [table]
            })
    }
}

extension JSONWriter {
    fileprivate mutating func garage(_ garage: GarageListing) {
        object { json in
            json.field("garage", garage.id)
            json.field("name", garage.name)
            json.field("timeZone", garage.timeZone)
            json.field("capacity", number: garage.capacity)
            json.field("inside", number: garage.inside)
            json.field("version", number: garage.version)
            json.field("stoppedAt", number: garage.stoppedAt)
        }
    }
}

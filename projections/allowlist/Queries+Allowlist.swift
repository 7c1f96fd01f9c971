public import Chronology
import JSON
public import Parking
import Postgres

/// A plate that may come and go on a day.
public struct AllowlistEntry: Hashable, Sendable {
    /// What gives the right.
    public enum Ground: Hashable, Sendable {
        /// A reservation for somebody.
        case reservation(ReservationID, Holder)
        /// A pass or a subscription.
        case permit(PermitID, PermitKind.Name)
    }

    /// What gives the right.
    public var ground: Ground
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
    /// From when a gate lets its car in: with the day, or with its hours, as long before them as their booking forgives.
    public var from: Instant
    /// Until when a gate lets its car in.
    public var until: Instant
}

extension Allowlist {
    static let allowlistQuery = Query(
        "allowlists/:day", [.asOf, .minVersion], waitingFor: [name],
        terminal: .init("allowlist", "Which plates may come and go on a day.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let day = try await queries.day(of: question)
        let zone = try await queries.settings(question.garage).zone
        let entries = try await queries.allowlist(of: question.garage, on: day, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("day", day)
                json.name("plates")
                json.array(entries) { $0.entry($1, in: zone) }
            },
            tables: {
                var table = Table("day", "plate", "why", "reservation", "holder", "permit", "kind", "from", "until")
                for entry in entries { table.add(entry, on: day, in: zone) }
                return [table]
            })
    }
}

extension Queries {
    /// The local day that a question is about.
    func day(of question: Question) async throws(QueryError) -> LocalDay {
        if let day = question.day { return day }
        return question.day(in: try await settings(question.garage).zone, now: now)
    }

    /// The plates that have a right to a day: by reservation, then by permit, each in the order they were made. One
    /// that has both is on the list twice.
    public func allowlist(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(QueryError) -> [AllowlistEntry] {
        var entries: [AllowlistEntry]
        if let asOf {
            let past = try await history.garage(garage, asOf: asOf)
            guard let zone = past.settings?.zone else { throw .unknownGarage }
            entries = past.allowlist(on: day).compactMap { AllowlistEntry($0, on: day, in: zone) }
        } else {
            let zone = try await settings(garage).zone
            entries = try await rows { try $0.allowlist(of: garage, on: day, in: zone) }
        }
        let plates = try await plates(entries.map(\.plateID), of: garage)
        for index in entries.indices { entries[index].plate = plates[entries[index].plateID] }
        return entries
    }
}

extension PostgresSession {
    fileprivate func allowlist(
        of garage: GarageID, on day: LocalDay, in zone: ZoneRules
    ) throws -> [AllowlistEntry] {
        let whole = (from: zone.start(of: day), until: zone.end(of: day))
        let (model, garage, day) = (
            Allowlist.self, Parameter.text(garage.text), Parameter.date(days: day.daysSinceEpoch)
        )
        let reserved = try query(
            """
            select reservation, plate_id, holder, admitted_from, until_at from allowlist.reservations
            where garage_id = $1 and day = $2 and cancelled_at is null order by reservation
            """, [garage, day]
        ).map { row in
            AllowlistEntry(
                ground: .reservation(
                    ReservationID(version: row.int8(0)), try row.value(2, of: model, Holder.init(rawValue:))),
                plateID: try row.plateID(1, of: model), from: Instant(microseconds: row.timestamptz(3)),
                until: Instant(microseconds: row.timestamptz(4)))
        }
        let permitted = try query(
            """
            select permit, plate_id, kind from allowlist.permits
            where garage_id = $1 and kind <> 'membership' and $2 between first_day and admits_last
            order by permit
            """, [garage, day]
        ).map { row in
            AllowlistEntry(
                ground: .permit(
                    PermitID(version: row.int8(0)), try row.value(2, of: model, PermitKind.Name.init(rawValue:))),
                plateID: try row.plateID(1, of: model), from: whole.from, until: whole.until)
        }
        return reserved + permitted
    }
}

extension AllowlistEntry {
    /// What a right puts on the list; nil for one that lets nobody park.
    fileprivate init?(_ right: Right, on day: LocalDay, in zone: ZoneRules) {
        switch right.source {
        case .day(let holder), .hours(_, let holder):
            ground = .reservation(ReservationID(version: right.id.version), holder)
        case .pass: ground = .permit(PermitID(version: right.id.version), .pass)
        case .subscription: ground = .permit(PermitID(version: right.id.version), .subscription)
        case .membership: return nil
        }
        plateID = right.plate
        (from, until) = (right.admits(from: day, in: zone), right.admits(until: day, in: zone))
    }
}

extension JSONWriter {
    fileprivate mutating func entry(_ entry: AllowlistEntry, in zone: ZoneRules) {
        object { json in
            json.field("plate", entry.plate?.characters)
            json.field("plateId", entry.plateID)
            switch entry.ground {
            case .reservation(let id, let holder):
                json.field("why", "reservation")
                json.field("reservation", number: id.version)
                json.field("holder", holder.rawValue)
            case .permit(let id, let kind):
                json.field("why", "permit")
                json.field("permit", number: id.version)
                json.field("kind", kind.rawValue)
            }
            json.field("from", entry.from.description(in: zone))
            json.field("until", entry.until.description(in: zone))
        }
    }
}

extension Table {
    fileprivate mutating func add(_ entry: AllowlistEntry, on day: LocalDay, in zone: ZoneRules) {
        let plate = entry.plate?.characters ?? "(erased)"
        let span = (Cell.text(entry.from.description(in: zone)), Cell.text(entry.until.description(in: zone)))
        switch entry.ground {
        case .reservation(let id, let holder):
            add(
                .text(day.description), .text(plate), .text("reservation"), .number(id.version),
                .text(holder.rawValue), .number(nil), .text(nil), span.0, span.1)
        case .permit(let id, let kind):
            add(
                .text(day.description), .text(plate), .text("permit"), .number(nil), .text(nil),
                .number(id.version), .text(kind.rawValue), span.0, span.1)
        }
    }
}

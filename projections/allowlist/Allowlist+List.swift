import Chronology
import JSON
import Parking

extension Allowlist {
    static let allowlistQuery = Query(
        "allowlists/:day", [.since, .asOf, .minVersion], waitingFor: [name],
        terminal: .init("allowlist", "Which plates may come and go on a day.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let day = try await queries.day(of: question)
        let zone = try await queries.settings(question.garage).zone
        if let since = question.since {
            let changes = try await queries.allowlist(of: question.garage, on: day, since: since)
            return Answer(json: { $0.changes(changes, of: question.garage, on: day, in: zone) }) {
                [Table(changes, on: day, in: zone)]
            }
        }
        if !question.knows.isEmpty, question.asOf == nil {
            let generation = try await queries.generation(ofAllowlistOf: question.garage, on: day)
            let tag = queries.tag(of: question.garage, day, generation)
            if question.knows.contains(tag) { return .unchanged(tag) }
        }
        let list = try await queries.allowlist(of: question.garage, on: day, asOf: question.asOf)
        return Answer(
            tag: queries.tag(of: question.garage, day, list.generation),
            json: { $0.list(list, of: question.garage, in: zone) },
            tables: {
                var table = Table(columns: [])
                for entry in list.entries { table.add(entry, on: day, in: zone) }
                return [table]
            })
    }
}

extension Queries {
    /// What tells an answer with a day's list from one with another.
    fileprivate func tag(of garage: GarageID, _ day: LocalDay, _ generation: Int64) -> String {
        "\(garage)/\(day)/\(generation)" + (showsPlates ? "" : "/ids")
    }
}

extension JSONWriter {
    fileprivate mutating func list(_ list: AllowlistView, of garage: GarageID, in zone: ZoneRules) {
        field("garage", garage)
        field("day", list.day)
        field("validFrom", list.validFrom.description(in: zone))
        field("validUntil", list.validUntil.description(in: zone))
        field("generation", number: list.generation)
        name("plates")
        array(list.entries) { $0.entry($1, in: zone) }
    }

    fileprivate mutating func changes(
        _ changes: AllowlistChanges, of garage: GarageID, on day: LocalDay, in zone: ZoneRules
    ) {
        field("garage", garage)
        field("day", day)
        field("since", number: changes.since)
        field("generation", number: changes.generation)
        name("added")
        array(changes.added) { $0.entry($1, in: zone) }
        name("removed")
        array(changes.removed) { $0.entry($1, in: zone) }
    }

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
    /// A list's table, behind other columns.
    fileprivate init(columns: [String]) {
        self.init(columns + ["day", "plate", "why", "reservation", "holder", "permit", "kind", "from", "until"])
    }

    fileprivate init(_ changes: AllowlistChanges, on day: LocalDay, in zone: ZoneRules) {
        self.init(columns: ["change"])
        for entry in changes.added { add(entry, behind: [.text("added")], on: day, in: zone) }
        for entry in changes.removed { add(entry, behind: [.text("removed")], on: day, in: zone) }
    }

    fileprivate mutating func add(
        _ entry: AllowlistEntry, behind cells: [Cell] = [], on day: LocalDay, in zone: ZoneRules
    ) {
        let ground: [Cell] =
            switch entry.ground {
            case .reservation(let id, let holder):
                [.text("reservation"), .number(id.version), .text(holder.rawValue), .number(nil), .text(nil)]
            case .permit(let id, let kind):
                [.text("permit"), .number(nil), .text(nil), .number(id.version), .text(kind.rawValue)]
            }
        add(
            cells + [.text(day.description), .text(entry.plate?.characters ?? "(erased)")] + ground
                + [.text(entry.from.description(in: zone)), .text(entry.until.description(in: zone))])
    }
}

public import Chronology
import JSON
public import Parking

extension Query {
    /// What may still be reserved.
    static let availability = Query(
        "availability", [.day, .days, .asOf],
        terminal: .init("availability", "How many spots of a day and those behind it may be reserved.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let first = try await queries.day(of: question)
        let zone = try await queries.settings(question.garage).zone
        let days = try await queries.availability(
            of: question.garage, from: first, days: question.days, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.name("days")
                json.array(days) { $0.day($1, in: zone) }
            },
            tables: {
                var table = Table("day", "from", "until", "members", "guests")
                for day in days {
                    table.add(day.whole, on: day.day)
                    guard day.stretches.count > 1 else { continue }
                    for stretch in day.stretches {
                        table.add(
                            stretch.spots, on: day.day, stretch.from.description(in: zone),
                            stretch.until.description(in: zone))
                    }
                }
                return [table]
            })
    }
}

extension Queries {
    /// What may still be reserved of some days on end, as far ahead as anybody may. The garage itself knows, up to its log's end.
    public func availability(
        of garage: GarageID, from first: LocalDay, days: Int, asOf: AsOf? = nil
    ) async throws(QueryError) -> [DayAvailability] {
        let now = asOf?.moment ?? clock()
        let state = try await self.garage(garage, asOf: asOf)
        guard state.settings != nil else { throw .unknownGarage }
        return (0..<days).compactMap { state.availability(on: first.advanced(by: $0), at: now) }
    }
}

extension JSONWriter {
    fileprivate mutating func day(_ day: DayAvailability, in zone: ZoneRules) {
        object { json in
            json.field("day", day.day)
            json.spots(day.whole)
            json.name("stretches")
            json.array(day.stretches) { json, stretch in
                json.object {
                    $0.field("from", stretch.from.description(in: zone))
                    $0.field("until", stretch.until.description(in: zone))
                    $0.spots(stretch.spots)
                }
            }
        }
    }

    private mutating func spots(_ spots: DayAvailability.Spots) {
        field("members", number: spots.members)
        field("guests", number: spots.guests)
    }
}

extension Table {
    fileprivate mutating func add(
        _ spots: DayAvailability.Spots, on day: LocalDay, _ from: String? = nil, _ until: String? = nil
    ) {
        add(
            .text(day.description), .text(from), .text(until), .number(Int64(spots.members)),
            .number(Int64(spots.guests)))
    }
}

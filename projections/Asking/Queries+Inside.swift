public import Chronology
import JSON
public import Parking

/// The cars inside a garage.
public struct InsideView: Sendable {
    /// A car that is inside.
    public struct Car: Hashable, Sendable {
        /// Its stay.
        public var session: Session
        /// The plate; nil where there is none or its vault row is erased.
        public var plate: Plate?
        /// The rights that let it be there at this moment, the best first; none where it pays by time.
        public var rights: [Right]
        /// The first instant without a right; nil where it does not overstay.
        public var overstaysSince: Instant?
    }

    /// Some of them, in the order in which the log heard of their entries.
    public var cars: [Car]
    /// How many cars are inside, also those beyond the stays that are known.
    public var inside: Int
    /// The version of the last event that counts.
    public var version: Int64
    /// The zone in which their times are shown.
    public var zone: ZoneRules
}

extension Query {
    /// The cars inside.
    static let inside = Query(
        "inside", [.page, .asOf],
        terminal: .init("inside", "Which cars are inside, since when, and by what right.")
    ) { (question, queries) throws(QueryError) in
        let view = try await queries.inside(
            of: question.garage, after: question.after, limit: question.limit, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment)
                json.field("inside", number: view.inside)
                json.field("version", number: view.version)
                json.name("cars")
                json.array(view.cars) { $0.car($1, in: view.zone) }
                json.field("next", number: view.cars.last?.session.id.version ?? question.after)
            },
            tables: { [view.table] })
    }
}

extension Queries {
    /// The cars inside, oldest entry first by number, from behind a stay on. The garage itself knows them, up to its log's end.
    public func inside(
        of garage: GarageID, after: Int64 = 0, limit: Int = .max, asOf: AsOf? = nil
    ) async throws(QueryError) -> InsideView {
        let now = asOf?.moment ?? clock()
        let state = try await self.garage(garage, asOf: asOf)
        guard state.settings != nil else { throw .unknownGarage }
        let sessions = state.sessions(after: after, limit: limit)
        return InsideView(sessions, try await plates(sessions.compactMap(\.plate), of: garage), of: state, at: now)
    }
}

extension Garage {
    /// The cars inside from behind a stay on, in order.
    fileprivate func sessions(after: Int64, limit: Int) -> [Session] {
        Array(sessions.values.filter { $0.id.version > after }.sorted { $0.id < $1.id }.prefix(limit))
    }
}

extension InsideView {
    fileprivate init(_ sessions: [Session], _ plates: [PlateID: Plate], of state: Garage, at now: Instant) {
        guard let zone = state.settings?.zone else { preconditionFailure("a garage with sessions has settings") }
        self.init(
            cars: sessions.map { Car($0, plates, of: state, at: now, in: zone) }, inside: state.inside,
            version: state.version, zone: zone)
    }
}

extension InsideView.Car {
    fileprivate init(
        _ session: Session, _ plates: [PlateID: Plate], of state: Garage, at now: Instant, in zone: ZoneRules
    ) {
        let end = state.rightsEnd(of: session)
        self.init(
            session: session, plate: session.plate.flatMap { plates[$0] }, rights: session.rights(at: now, in: zone),
            overstaysSince: end.flatMap { $0.overstaysFrom <= now ? $0.at : nil })
    }
}

extension JSONWriter {
    fileprivate mutating func car(_ car: InsideView.Car, in zone: ZoneRules) {
        object { json in
            json.field("session", number: car.session.id.version)
            json.field("plate", car.plate?.characters)
            json.field("plateId", car.session.plate)
            json.field("ticket", car.session.car.ticket)
            json.field("gate", car.session.gate)
            json.field("vehicle", car.session.vehicle)
            json.field("enteredAt", car.session.enteredAt.description(in: zone))
            if !car.rights.isEmpty {
                json.name("rights")
                json.array(car.rights) { $0.ground($1) }
            }
            json.flag("fallback", car.session.fallback != nil)
            json.field("spot", car.session.fallback?.name)
            json.field("overstaysSince", car.overstaysSince?.description(in: zone))
        }
    }

    private mutating func ground(_ right: Right) {
        object { json in
            if let holder = right.source.holder {
                json.field("why", "reservation")
                json.field("reservation", number: right.id.version)
                json.field("holder", holder.rawValue)
            } else {
                json.field("why", "permit")
                json.field("permit", number: right.id.version)
                json.field("kind", right.source.permit?.name.rawValue)
            }
        }
    }
}

extension InsideView {
    fileprivate var table: Table {
        var table = Table("session", "plate", "ticket", "gate", "entered", "rights", "overstays_since", "fallback")
        for car in cars {
            let rights = car.rights.map { right in
                "\(right.source.holder?.rawValue ?? right.source.permit?.name.rawValue ?? "") \(right.id)"
            }
            table.add(
                .number(car.session.id.version), .text(car.plate?.characters), .text(car.session.car.ticket?.text),
                .text(car.session.gate?.text), .text(car.session.enteredAt.description(in: zone)),
                .text(rights.joined(separator: ", ")), .text(car.overstaysSince?.description(in: zone)),
                .text(car.session.fallback.map { $0.name?.text ?? "yes" }))
        }
        return table
    }
}

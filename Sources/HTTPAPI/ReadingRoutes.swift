import Chronology
import EventLog
import Hummingbird
import Parking
import ParkingJSON
import ParkingService
import Postgres

/// The questions: `GET /v1/garages/{garage}/…`
struct ReadingRoutes {
    let readings: Readings

    func add(to router: some RouterMethods<some RequestContext>) {
        let garage = router.group("/v1/garages/:garage")
        garage.get { try await settings($0, $1) }
        garage.get("occupancy") { try await occupancy($0, $1) }
        garage.get("allowlists/:day") { try await allowlist($0, $1) }
        garage.get("permits") { try await permits($0, $1) }
        garage.get("overstays") { try await overstays($0, $1) }
        garage.get("sessions/:session") { try await session($0, $1) }
        garage.get("sessions/:session/charge") { try await charge($0, $1) }
        garage.get("events") { try await events($0, $1) }
    }

    private func settings(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes()
        let garage = try context.garage()
        let settings = try await readings.settings(garage)
        return .object { json in
            json.field("garage", garage)
            json.name("settings")
            json.settings(settings)
        }
    }

    private func occupancy(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("asOf", "basis", "minVersion")
        let garage = try context.garage()
        let asOf = try request.asOf()
        try await wait(request, garage, .occupancyCheckpoint)
        let view = try await readings.occupancy(of: garage, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.field("asOf", asOf?.moment)
            json.field("inside", number: view.inside)
            json.field("capacity", number: view.capacity)
            json.field("free", number: max(0, view.capacity - view.inside))
            json.field("version", number: view.version)
        }
    }

    private func allowlist(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("asOf", "basis", "minVersion")
        let garage = try context.garage()
        guard let day = context.segment("day").flatMap({ LocalDay($0) }) else {
            throw Problem(
                "invalid-day", .badRequest, "No such day", "The address must name a day such as 2026-03-02.",
                field: "day")
        }
        let asOf = try request.asOf()
        try await wait(request, garage, .allowlistCheckpoint)
        let entries = try await readings.allowlist(of: garage, on: day, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.field("day", day)
            json.name("plates")
            json.array(entries) { json, entry in
                json.object {
                    $0.field("plate", entry.plate?.characters)
                    $0.field("plateId", entry.plateID)
                    $0.right(entry.right)
                }
            }
        }
    }

    private func permits(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("day", "after", "limit", "asOf", "basis", "minVersion")
        let garage = try context.garage()
        let asOf = try request.asOf()
        let asked = try request.query("day", "a day such as 2026-03-02") { LocalDay($0) }
        let (after, limit) = try page(request)
        try await wait(request, garage, .allowlistCheckpoint)
        let zone = try await readings.settings(garage).zone
        let day = asked ?? zone.day(of: asOf?.moment ?? readings.now)
        let permits = try await readings.permits(of: garage, on: day, after: after, limit: limit, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.field("day", day)
            json.name("permits")
            json.array(permits) { $0.permit($1) }
            json.field("next", number: permits.last?.id.version ?? after)
        }
    }

    /// Behind what a list begins, and how much of it is wanted.
    private func page(_ request: Request) throws -> (after: Int64, limit: Int) {
        let after = try request.query("after", "a version, 0 or more") { Int64($0).flatMap { $0 >= 0 ? $0 : nil } }
        let limit = try request.query("limit", "from 1 to 1000") {
            Int($0).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
        return (after ?? 0, limit ?? 100)
    }

    private func overstays(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("asOf", "basis", "minVersion")
        let garage = try context.garage()
        let asOf = try request.asOf()
        try await wait(request, garage, .overstaysCheckpoint)
        let zone = try await readings.settings(garage).zone
        let view = try await readings.overstays(of: garage, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.name("overstays")
            json.array(view.cars) { json, car in
                json.object {
                    $0.field("session", number: car.session.version)
                    $0.field("plate", car.plate?.characters)
                    $0.field("plateId", car.plateID)
                    $0.field("enteredAt", car.enteredAt.description(in: zone))
                    $0.field("since", car.since.description(in: zone))
                }
            }
            json.name("shortages")
            json.array(view.shortages) { json, shortage in
                json.object {
                    $0.field("day", shortage.day)
                    $0.field("reservations", number: shortage.reservations)
                    $0.field("overstays", number: shortage.overstays)
                    $0.field("permits", number: shortage.permits)
                    $0.field("spots", number: shortage.spots)
                    $0.field("short", number: shortage.short)
                    $0.field("fallback", number: shortage.fallback)
                    $0.field("blocked", number: shortage.blocked)
                }
            }
        }
    }

    private func session(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("asOf", "basis", "minVersion")
        let (garage, id) = (try context.garage(), try context.session())
        let asOf = try request.asOf()
        try await wait(request, garage, .sessionsCheckpoint)
        let zone = try await readings.settings(garage).zone
        let view = try await readings.session(id, of: garage, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.session(view, in: zone)
        }
    }

    private func charge(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("until", "asOf", "basis", "minVersion")
        let (garage, id) = (try context.garage(), try context.session())
        let asOf = try request.asOf()
        let until = try request.query("until", "a time with its offset such as 2026-03-02T08:00:00Z") {
            Instant($0.replacing(" ", with: "+"))
        }
        try await wait(request, garage, .sessionsCheckpoint)
        let zone = try await readings.settings(garage).zone
        guard try await readings.session(id, of: garage, asOf: asOf).state != .orphaned else {
            throw Problem.sessionOrphaned
        }
        let (view, end, charge) = try await readings.charge(of: id, in: garage, until: until, asOf: asOf)
        return .object { json in
            json.field("garage", garage)
            json.field("session", number: id.version)
            json.field("state", view.state.rawValue)
            json.field("enteredAt", view.enteredAt.description(in: zone))
            json.field("until", end.description(in: zone))
            json.name("charge")
            json.raw(charge)
        }
    }

    private func events(_ request: Request, _ context: some RequestContext) async throws -> Response {
        try request.takes("after", "limit")
        let garage = try context.garage()
        let (after, limit) = try page(request)
        let events = try await readings.events(of: garage, after: after, limit: limit)
        return .object { json in
            json.field("garage", garage)
            json.name("events")
            json.array(events) { $0.event($1) }
            json.field("next", number: events.last?.version ?? after)
        }
    }

    /// Waits until the read model has reached the version that the question asks for as `minVersion`.
    private func wait(_ request: Request, _ garage: GarageID, _ checkpoint: Statement) async throws {
        let version = try request.query("minVersion", "a version, 0 or more") {
            Int64($0).flatMap { $0 >= 0 ? $0 : nil }
        }
        guard let version else { return }
        // Nobody waits for a garage that does not exist.
        _ = try await readings.settings(garage)
        try await readings.wait(for: version, of: garage, checkpoint)
    }
}

extension RequestContext {
    fileprivate func session() throws(Problem) -> SessionID {
        guard let number = segment("session").flatMap({ Int64($0) }), number > 0 else {
            throw Problem(
                "unknown-session", .notFound, "Unknown session", "A session is a number from 1 on.", field: "session")
        }
        return SessionID(version: number)
    }
}

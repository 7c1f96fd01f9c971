import Chronology
public import Parking
import Postgres

extension Queries {
    /// The stays that a search finds, newest first by number, from behind one on.
    ///
    /// With look-alikes, a plate also finds those that look like it, of cars that were inside within the search's span; where
    /// that has no beginning, of cars that are inside.
    public func stays(
        of garage: GarageID, _ search: Search, after: Int64 = 0, limit: Int = .max, asOf: AsOf? = nil
    ) async throws(QueryError) -> [SessionView] {
        let (settings, before) = (try await settings(garage), after == 0 ? Int64.max : after)
        var views: [SessionView] = []
        if let asOf {
            views = try await pastStays(of: garage, search, before: before, limit: limit, asOf)
        } else {
            let candidates = search.lookAlike == true ? try await candidates(search, in: garage) : []
            if let wanted = try await plates(search, among: candidates, settings, of: garage) {
                views = try await foundStays(of: garage, search, wanted, before: before, limit: limit)
            }
        }
        let plates = try await plates(Array(Set(views.compactMap(\.plateID))), of: garage)
        for index in views.indices { views[index].plate = views[index].plateID.flatMap { plates[$0] } }
        return views
    }

    /// What events call the plate that is looked for: nothing where none is, and nil where no event can have named it.
    ///
    /// - Parameter candidates: the plates among which those are found that look like it.
    private func plates(
        _ search: Search, among candidates: [PlateID], _ settings: GarageSettings, of garage: GarageID
    ) async throws(QueryError) -> Set<PlateID>? {
        guard let plate = search.plate else { return [] }
        var wanted = Set([try await id(of: plate, in: garage)].compactMap(\.self))
        for (id, other) in try await plates(candidates, of: garage)
        where plate.isLookAlike(of: other, folding: settings.plateFolding) {
            wanted.insert(id)
        }
        return wanted.isEmpty ? nil : wanted
    }

    // MARK: Now

    /// The plates of cars that were inside within the span, or are inside.
    private func candidates(_ search: Search, in garage: GarageID) async throws(QueryError) -> [PlateID] {
        try await rows { session in
            let rows =
                if let from = search.from {
                    try session.query(
                        StaySearch.plates,
                        [
                            .text(garage.text), .timestamptz(microseconds: from.microseconds),
                            .timestamptz(microseconds: search.last.microseconds),
                        ])
                } else {
                    try session.query(StaySearch.platesInside, [.text(garage.text)])
                }
            return try rows.map { row in try row.plateID(0, of: SessionCharges.self) }
        }
    }

    private func foundStays(
        of garage: GarageID, _ search: Search, _ plates: Set<PlateID>, before: Int64, limit: Int
    ) async throws(QueryError) -> [SessionView] {
        let zones = history.codec.zones
        return try await rows { session in
            let (statement, key) = StaySearch.statement(search, plates)
            let states = search.state.map { [$0] } ?? SessionView.State.allCases
            let found = try session.query(
                statement,
                [
                    .text(garage.text), .int8(before), .int8(Int64(limit)), .texts(states.map(\.rawValue)),
                    .timestamptz(microseconds: search.first.microseconds),
                    .timestamptz(microseconds: search.last.microseconds),
                ] + [key].compactMap(\.self)
            ).map { $0.int8(0) }
            return try session.query(StaySearch.rows, [.text(garage.text), .int8s(found)]).map { row in
                try SessionView(SessionID(version: row.int8(0)), row, zones: zones)
            }
        }
    }

    // MARK: Then

    private func pastStays(
        of garage: GarageID, _ search: Search, before: Int64, limit: Int, _ asOf: AsOf
    ) async throws(QueryError) -> [SessionView] {
        var told = PastStays()
        let state = try await history.garage(garage, asOf: asOf) { change, _, garage in
            told.note(change, in: garage)
        }
        guard let settings = state.settings else { throw .unknownGarage }
        let stays = told.byID.values
        var candidates: Set<PlateID> = []
        if search.lookAlike == true {
            let meant = stays.filter { search.from == nil ? $0.end == nil : $0.isInside(search) }
            candidates = Set(meant.compactMap(\.session.plate))
        }
        let wanted = try await plates(search, among: Array(candidates), settings, of: garage)
        guard let wanted else { return [] }
        return await history.workOut {
            stays.filter { stay in
                stay.session.id.version < before && stay.isInside(search)
                    && (search.plate == nil || stay.session.plate.map(wanted.contains) == true)
                    && (search.ticket == nil || stay.session.car.ticket == search.ticket)
                    && (search.state == nil || stay.state == search.state)
            }.sorted { $0.session.id > $1.session.id }.prefix(limit).map {
                SessionView($0, in: state, told.settlements[$0.session.id], settled: told.totals[$0.session.id])
            }
        }
    }
}

extension PastStays.Stay {
    /// Whether the car was inside at some moment of the span.
    fileprivate func isInside(_ search: Search) -> Bool {
        session.enteredAt <= search.last && end?.at ?? .latest > search.first
    }
}

extension Search {
    /// The span, where nobody narrows it down.
    fileprivate var first: Instant { from ?? .earliest }
    fileprivate var last: Instant { until ?? .latest }
}

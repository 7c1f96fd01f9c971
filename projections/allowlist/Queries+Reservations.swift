public import Chronology
public import Parking
import Postgres

extension Queries {
    /// The reservations of a plate, of a day, of both or all of them, with what became of each: newest first, from behind one on.
    ///
    /// - Parameter madeBy: who must have made them; nil for anybody.
    public func reservations(
        of garage: GarageID, plate: Plate? = nil, day: LocalDay? = nil, after: Int64 = 0, limit: Int = .max,
        madeBy maker: Actor? = nil, asOf: AsOf? = nil
    ) async throws(QueryError) -> [ReservationView] {
        _ = try await settings(garage)
        var named: PlateID?
        if let plate {
            named = try await id(of: plate, in: garage)
            // No event has named it, or it was erased.
            guard named != nil else { return [] }
        }
        let wanted = named
        let (now, before) = (asOf?.moment ?? clock(), after == 0 ? Int64.max : after)
        var views: [ReservationView]
        if let asOf {
            views = try await pastReservations(of: garage, asOf) { view in
                view.id.version < before && (day == nil || view.day == day) && (wanted == nil || view.plateID == wanted)
            }
            if let maker {
                let own = try await made(by: maker, among: views.map(\.id.version), of: garage)
                views.removeAll { !own.contains($0.id.version) }
            }
            views = Array(views.prefix(limit))
        } else {
            views = try await rows { session in
                var views = try session.reservations(
                    of: garage, wanted, day, madeBy: maker, before: before, limit: limit)
                try session.settle(&views, of: garage, at: now)
                return views
            }
        }
        let plates = try await plates(Array(Set(views.map(\.plateID))), of: garage)
        for index in views.indices { views[index].plate = plates[views[index].plateID] }
        return views
    }

    private func pastReservations(
        of garage: GarageID, _ asOf: AsOf, _ isWanted: (ReservationView) -> Bool
    ) async throws(QueryError) -> [ReservationView] {
        var (told, reservations) = (PastStays(), [RightID: ReservationView]())
        let state = try await history.garage(garage, asOf: asOf) { change, event, garage in
            told.note(change, in: garage)
            switch change {
            case .rightCame(let right):
                reservations[right.id] = garage.settings.flatMap { ReservationView(right, in: $0.zone) }
            case .rightWent(let right): reservations[right.id]?.fate = .cancelled(at: event.occurredAt)
            case .settings, .rateBook, .stayBegan, .stayJoined, .stayEnded, .stayMended, .carNamed, .entryMoved,
                .exitUnmatched, .exception, .countCorrected, .rightChanged, .suspended,
                .suspensionEnded, .billed:
                break
            }
        }
        guard state.settings != nil else { throw .unknownGarage }
        var visits: [PlateID: [ReservationView.Visit]] = [:]
        for stay in told.byID.values.sorted(by: { $0.session.id < $1.session.id }) {
            guard let plate = stay.session.plate else { continue }
            visits[plate, default: []].append(
                .init(session: stay.session.id, enteredAt: stay.session.enteredAt, endedAt: stay.end?.at))
        }
        return reservations.values.filter(isWanted).sorted { $0.id > $1.id }.map { view in
            var view = view
            view.settle(by: visits[view.plateID] ?? [], at: asOf.moment)
            return view
        }
    }
}

extension PostgresSession {
    fileprivate func reservations(
        of garage: GarageID, _ plate: PlateID?, _ day: LocalDay?, madeBy maker: Actor?, before: Int64, limit: Int
    ) throws -> [ReservationView] {
        let common: [Parameter] = [.text(garage.text), .int8(before), .int8(Int64(limit))]
        let rows =
            switch (maker, plate, day) {
            case (let maker?, _, _):
                try query(
                    """
                    select reservation, plate_id, holder, day, from_at, until_at, reserved_at, cancelled_at
                    from allowlist.reservations
                    join (
                        select garage_id, version, actor from log.events
                        union all select garage_id, version, actor from log.archived_reservations
                    ) made on made.garage_id = reservations.garage_id and version = reservation
                    where reservations.garage_id = $1 and reservation < $2 and actor = $4
                        and ($5 or plate_id = $6) and ($7 or day = $8)
                    order by reservation desc limit $3
                    """,
                    common + [
                        .text(maker.text), .bool(plate == nil), .bytea(plate?.bytes ?? []), .bool(day == nil),
                        .date(days: day?.daysSinceEpoch ?? 0),
                    ])
            case (nil, let plate?, let day?):
                try query(
                    """
                    select reservation, plate_id, holder, day, from_at, until_at, reserved_at, cancelled_at
                    from allowlist.reservations where garage_id = $1 and plate_id = $4 and day = $5 and reservation < $2
                    order by reservation desc limit $3
                    """, common + [.bytea(plate.bytes), .date(days: day.daysSinceEpoch)])
            case (nil, let plate?, nil):
                try query(
                    """
                    select reservation, plate_id, holder, day, from_at, until_at, reserved_at, cancelled_at
                    from allowlist.reservations where garage_id = $1 and plate_id = $4 and reservation < $2
                    order by reservation desc limit $3
                    """, common + [.bytea(plate.bytes)])
            case (nil, nil, let day?):
                try query(
                    """
                    select reservation, plate_id, holder, day, from_at, until_at, reserved_at, cancelled_at
                    from allowlist.reservations where garage_id = $1 and day = $4 and reservation < $2
                    order by reservation desc limit $3
                    """, common + [.date(days: day.daysSinceEpoch)])
            case (nil, nil, nil):
                try query(
                    """
                    select reservation, plate_id, holder, day, from_at, until_at, reserved_at, cancelled_at
                    from allowlist.reservations where garage_id = $1 and reservation < $2
                    order by reservation desc limit $3
                    """, common)
            }
        return try rows.map { try ReservationView($0) }
    }

    /// Finds out what became of reservations, by the stays of their plates.
    fileprivate func settle(_ views: inout [ReservationView], of garage: GarageID, at now: Instant) throws {
        guard let first = views.map(\.from).min(), let last = views.map(\.until).max() else { return }
        var visits: [PlateID: [ReservationView.Visit]] = [:]
        let rows = try query(
            """
            select session, plate_id, entered_at, ended_at from session_charges.sessions
            where garage_id = $1 and plate_id = any ($2) and entered_at < $4 and (ended_at is null or ended_at >= $3)
            order by session
            """,
            [
                .text(garage.text), .byteas(Set(views.map(\.plateID)).map(\.bytes)),
                .timestamptz(microseconds: first.microseconds), .timestamptz(microseconds: last.microseconds),
            ])
        for row in rows {
            visits[try row.plateID(1, of: SessionCharges.self), default: []].append(
                .init(
                    session: SessionID(version: row.int8(0)), enteredAt: try row.instant(2, of: SessionCharges.self),
                    endedAt: try row.optionalInstant(3, of: SessionCharges.self)))
        }
        for index in views.indices { views[index].settle(by: visits[views[index].plateID] ?? [], at: now) }
    }
}

extension ReservationView {
    /// The reservation that a right is; nil for another right.
    fileprivate init?(_ right: Right, in zone: ZoneRules) {
        guard let holder = right.source.holder else { return nil }
        let presence = right.presence(in: zone)
        self.init(
            id: ReservationID(version: right.id.version), plateID: right.plate, holder: holder, day: right.days.first,
            from: presence.lowerBound, until: presence.upperBound, reservedAt: right.knownSince,
            fate: .standing)
    }

    fileprivate init(_ row: Row) throws(UnreadableRow) {
        let model = Allowlist.self
        self.init(
            id: ReservationID(version: row.int8(0)), plateID: try row.plateID(1, of: model),
            holder: try row.value(2, of: model, Holder.init(rawValue:)),
            day: try row.day(3, of: model), from: try row.instant(4, of: model), until: try row.instant(5, of: model),
            reservedAt: try row.instant(6, of: model),
            fate: try row.optionalInstant(7, of: model).map { .cancelled(at: $0) } ?? .standing)
    }
}

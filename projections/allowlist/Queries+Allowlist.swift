public import Chronology
public import Parking
import Postgres

extension Queries {
    /// The local day that a question is about.
    func day(of question: Question) async throws(QueryError) -> LocalDay {
        if let day = question.day { return day }
        return question.day(in: try await settings(question.garage).zone, now: now)
    }

    /// The plates that have a right to a day, as they are or were.
    public func allowlist(
        of garage: GarageID, on day: LocalDay, asOf: AsOf? = nil
    ) async throws(QueryError) -> AllowlistView {
        var view: AllowlistView
        if let asOf {
            view = try await pastAllowlist(of: garage, on: day, asOf)
        } else {
            let zone = try await settings(garage).zone
            view = try await rows { try $0.allowlist(of: garage, on: day, in: zone) }
        }
        try await name(&view.entries, of: garage)
        return view
    }

    /// The generation of a day's list.
    public func generation(ofAllowlistOf garage: GarageID, on day: LocalDay) async throws(QueryError) -> Int64 {
        try await rows { session in
            try session.query(Allowlist.generation, [.text(garage.text), .date(days: day.daysSinceEpoch)])
                .first?.int8(0) ?? 0
        }
    }

    /// What has come to a day's list and gone from it since a generation of it.
    public func allowlist(
        of garage: GarageID, on day: LocalDay, since: Int64
    ) async throws(QueryError) -> AllowlistChanges {
        let zone = try await settings(garage).zone
        var changes = try await rows { try $0.allowlist(of: garage, on: day, since: since, in: zone) }
        guard since <= changes.generation else {
            throw .generationAhead(since: since, generation: changes.generation)
        }
        try await name(&changes.added, of: garage)
        try await name(&changes.removed, of: garage)
        return changes
    }

    private func name(_ entries: inout [AllowlistEntry], of garage: GarageID) async throws(QueryError) {
        let plates = try await plates(entries.map(\.plateID), of: garage)
        for index in entries.indices { entries[index].plate = plates[entries[index].plateID] }
    }

    private func pastAllowlist(
        of garage: GarageID, on day: LocalDay, _ asOf: AsOf
    ) async throws(QueryError) -> AllowlistView {
        var (generation, listed) = (Int64(0), Set<RightID>())
        let past = try await history.garage(garage, asOf: asOf) { change, event, _ in
            switch change {
            case .rightCame(let right), .rightChanged(let right):
                guard right.admits(on: day) != listed.contains(right.id) else { return }
                if listed.remove(right.id) == nil { listed.insert(right.id) }
                generation = event.version
            case .rightWent(let right):
                if listed.remove(right.id) != nil { generation = event.version }
            case .suspended(let suspension), .suspensionEnded(let suspension):
                if suspension.days.contains(day) { generation = event.version }
            case .settings, .rateBook, .stayBegan, .stayJoined, .stayEnded, .stayMended, .carNamed, .entryMoved,
                .exitUnmatched, .exception, .countCorrected, .billed:
                break
            }
        }
        guard let zone = past.settings?.zone else { throw .unknownGarage }
        return AllowlistView(
            day, in: zone, generation: generation,
            past.allowlist(on: day).compactMap { AllowlistEntry($0, on: day, in: zone) })
    }
}

extension Allowlist {
    /// The version of the last event that changed the list of a day.
    fileprivate static let generation: Statement = """
        select greatest(
            (select coalesce(cancelled_version, reservation) from allowlist.reservations
                where garage_id = $1 and day = $2 order by coalesce(cancelled_version, reservation) desc limit 1),
            (select coalesce(went_version, came_version) from allowlist.listed
                where garage_id = $1 and $2 between first_day and last_day
                order by coalesce(went_version, came_version) desc limit 1),
            (select max(coalesce(ended_version, suspension)) from allowlist.suspensions
                where garage_id = $1 and $2 between first_day and last_day),
            0)
        """
}

extension PostgresSession {
    // One statement sees one state of the tables, so that the generation is that of the entries.

    fileprivate func allowlist(
        of garage: GarageID, on day: LocalDay, in zone: ZoneRules
    ) throws -> AllowlistView {
        let whole = zone.start(of: day)..<zone.end(of: day)
        let rows = try query(
            """
            with kept_out as (
                select plate_id from allowlist.suspensions
                where garage_id = $1 and $2 between first_day and last_day and ended_version is null
            ), entry as (
                select 'reservation' as why, reservation as number, plate_id, holder as whose, admitted_from, until_at
                from allowlist.reservations where garage_id = $1 and day = $2 and cancelled_at is null
                    and plate_id not in (select plate_id from kept_out)
                union all
                select 'permit', permit, plate_id, kind, null, null
                from allowlist.listed where garage_id = $1 and $2 between first_day and last_day and went_version is null
                    and plate_id not in (select plate_id from kept_out)
            )
            select greatest(
                (select coalesce(cancelled_version, reservation) from allowlist.reservations
                    where garage_id = $1 and day = $2 order by coalesce(cancelled_version, reservation) desc limit 1),
                (select coalesce(went_version, came_version) from allowlist.listed
                    where garage_id = $1 and $2 between first_day and last_day
                    order by coalesce(went_version, came_version) desc limit 1),
                (select max(coalesce(ended_version, suspension)) from allowlist.suspensions
                    where garage_id = $1 and $2 between first_day and last_day),
                0) as generation, entry.*
            from (values (1)) as always left join entry on true
            order by why desc, number
            """, [.text(garage.text), .date(days: day.daysSinceEpoch)])
        var (generation, entries) = (Int64(0), [AllowlistEntry]())
        for row in rows {
            generation = row.int8(0)
            guard row.optionalText(1) != nil else { continue }
            entries.append(try AllowlistEntry(row, allDay: whole))
        }
        return AllowlistView(day, in: zone, generation: generation, entries)
    }

    fileprivate func allowlist(
        of garage: GarageID, on day: LocalDay, since: Int64, in zone: ZoneRules
    ) throws -> AllowlistChanges {
        let whole = zone.start(of: day)..<zone.end(of: day)
        let rows = try query(
            """
            with kept_out as (
                select plate_id, suspension as came_version, ended_version from allowlist.suspensions
                where garage_id = $1 and $2 between first_day and last_day
            ), moved as (
                select plate_id from kept_out where coalesce(ended_version, came_version) > $3
            ), reserved as (
                select * from allowlist.reservations
                where garage_id = $1 and day = $2 and coalesce(cancelled_version, reservation) > $3
                union
                select reservations.* from moved join allowlist.reservations using (plate_id)
                where garage_id = $1 and day = $2
            ), permitted as (
                select * from allowlist.listed
                where garage_id = $1 and coalesce(went_version, came_version) > $3 and $2 between first_day and last_day
                union
                select listed.* from moved join allowlist.listed using (plate_id)
                where garage_id = $1 and $2 between first_day and last_day
            ), held as (
                select 'reservation' as why, reservation as number, plate_id, holder as whose, admitted_from, until_at,
                    reservation as came, cancelled_version as went
                from reserved
                union all
                select 'permit', permit, plate_id, kind, null, null, came_version, went_version from permitted
            ), entry as (
                select why, number, plate_id, whose, admitted_from, until_at,
                    went is null and not exists (
                        select from kept_out where kept_out.plate_id = held.plate_id and ended_version is null) as stands,
                    came <= $3 and (went is null or went > $3) and not exists (
                        select from kept_out where kept_out.plate_id = held.plate_id and came_version <= $3
                            and (ended_version is null or ended_version > $3)) as stood
                from held
            )
            select greatest(
                (select coalesce(cancelled_version, reservation) from allowlist.reservations
                    where garage_id = $1 and day = $2 order by coalesce(cancelled_version, reservation) desc limit 1),
                (select coalesce(went_version, came_version) from allowlist.listed
                    where garage_id = $1 and $2 between first_day and last_day
                    order by coalesce(went_version, came_version) desc limit 1),
                (select max(coalesce(ended_version, suspension)) from allowlist.suspensions
                    where garage_id = $1 and $2 between first_day and last_day),
                0) as generation, entry.*
            from (values (1)) as always left join entry on stands <> stood
            order by why desc, number
            """, [.text(garage.text), .date(days: day.daysSinceEpoch), .int8(since)])
        var changes = AllowlistChanges(since: since, generation: 0, added: [], removed: [])
        for row in rows {
            changes.generation = row.int8(0)
            guard row.optionalText(1) != nil else { continue }
            let entry = try AllowlistEntry(row, allDay: whole)
            if row.bool(7) { changes.added.append(entry) } else { changes.removed.append(entry) }
        }
        return changes
    }
}

extension AllowlistEntry {
    /// What stands behind the generation: why, number, plate, whose, from and until.
    fileprivate init(_ row: Row, allDay: Range<Instant>) throws(UnreadableRow) {
        let model = Allowlist.self
        if row.text(1) == "reservation" {
            ground = .reservation(
                ReservationID(version: row.int8(2)), try row.value(4, of: model, Holder.init(rawValue:)))
        } else {
            ground = .permit(
                PermitID(version: row.int8(2)), try row.value(4, of: model, PermitKind.Name.init(rawValue:)))
        }
        plateID = try row.plateID(3, of: model)
        from = try row.optionalInstant(5, of: model) ?? allDay.lowerBound
        until = try row.optionalInstant(6, of: model) ?? allDay.upperBound
    }
}

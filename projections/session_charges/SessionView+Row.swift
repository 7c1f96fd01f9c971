import Chronology
import Money
import Parking
import Postgres
import Tariffs

extension SessionView {
    /// The row of a stay behind one other column, as ``stayed`` and ``StaySearch/rows`` answer it.
    init(_ id: SessionID, _ row: Row, zones: ZoneLookup) throws(UnreadableRow) {
        let model = SessionCharges.self
        self.id = id
        state = try row.value(1, of: model, State.init(rawValue:))
        plateID = try row.optionalPlateID(2, of: model)
        ticket = try row.optional(3, of: model) { TicketID($0) }
        gate = try row.optional(4, of: model) { GateID($0) }
        vehicle = try row.optional(5, of: model, CardID.init)
        validations = try row.values(6, of: model, ValidationID.init)
        agreement = try row.optional(7, of: model, AgreementID.init)
        enteredAt = try row.instant(8, of: model)
        recordedAt = try row.instant(9, of: model)
        exitedAt = try row.optionalInstant(10, of: model)
        charge = row.optionalBytes(11)
        groups = try row.values(12, of: model, GroupID.init)
        zone = try row.value(13, of: model, zones)
        total = row.optionalInt8(14).map { Money(minorUnits: $0) }
    }

    /// Asks for the row of a stay, and for how far the read model has come, in one round trip.
    static let stayed: Statement = """
        select coalesce(c.version, 0), s.state, s.plate_id, s.ticket, s.gate, s.vehicle, array_to_string(s.validations, ' '),
            s.agreement, s.entered_at, s.entry_recorded_at, s.exited_at, s.charge, array_to_string(s.groups, ' '),
            s.time_zone, s.total_minor
        from (select max(version) as version from projection.checkpoints where garage_id = $1 and model = $3) c
        left join session_charges.sessions s on s.garage_id = $1 and s.session = $2
        """
}

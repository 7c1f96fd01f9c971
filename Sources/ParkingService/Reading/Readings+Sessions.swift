public import Chronology
import Money
public import Parking
import Postgres
import ParkingJSON
import Tariffs

extension Readings {
    /// One stay, as it is now or was at a moment.
    public func session(
        _ id: SessionID, of garage: GarageID, asOf: AsOf? = nil
    ) async throws(ReadingError) -> SessionView {
        var view = try await asOf == nil ? sessionNow(id, of: garage) : pastSession(id, of: garage, asOf: asOf)
        if let plate = view.plateID { view.plate = try await plates([plate], of: garage)[plate] }
        return view
    }

    /// What a stay costs: the charge of one that has ended, or that of an open one if its car left then.
    ///
    /// - Returns: the charge as JSON, and until when it counts.
    public func charge(
        of id: SessionID, in garage: GarageID, until: Instant? = nil, asOf: AsOf? = nil
    ) async throws(ReadingError) -> (view: SessionView, until: Instant, json: [UInt8]) {
        let view = try await session(id, of: garage, asOf: asOf)
        if let charge = view.charge, let exitedAt = view.exitedAt { return (view, exitedAt, charge) }
        let state: Garage
        if let asOf {
            state = try await history.garage(garage, asOf: asOf)
        } else {
            state = try await garageNow(garage)
        }
        guard let session = state.sessions[id], let settings = state.settings else { throw .unknownSession(id) }
        let end = until ?? asOf?.moment ?? hosts.clock()
        var json = JSONWriter()
        json.chargeOutcome(
            state.charge(of: session, until: end), in: settings.currency, zone: settings.zone)
        return (view, end, json.bytes)
    }

    private func sessionNow(_ id: SessionID, of garage: GarageID) async throws(ReadingError) -> SessionView {
        let row = try await rows { session in
            try session.query(
                """
                select state, plate_id, ticket, gate, vehicle, array_to_string(validations, ' '), agreement, entered_at,
                    entry_recorded_at, exited_at, charge, array_to_string(groups, ' ')
                from session_charges.sessions where garage_id = $1 and session = $2
                """, [.text(garage.text), .int8(id.version)]
            ).first.map { row in
                SessionView(
                    id: id, state: SessionView.State(rawValue: row.text(0)) ?? .open,
                    plateID: row.optionalBytes(1).flatMap { PlateID(bytes: $0) }, ticket: row.optionalText(2),
                    gate: row.optionalText(3), vehicle: row.optionalText(4).flatMap(CardID.init),
                    groups: Set(row.text(11).split(separator: " ").compactMap { GroupID(String($0)) }),
                    validations: Set(row.text(5).split(separator: " ").compactMap { ValidationID(String($0)) }),
                    agreement: row.optionalText(6).flatMap(AgreementID.init),
                    enteredAt: Instant(microseconds: row.timestamptz(7)),
                    recordedAt: Instant(microseconds: row.timestamptz(8)),
                    exitedAt: row.optionalTimestamptz(9).map { Instant(microseconds: $0) },
                    charge: row.optionalBytes(10))
            }
        }
        if let row, row.state != .open { return row }
        if row != nil, let session = try await garageNow(garage).sessions[id] {
            return SessionView(session, state: .open)
        }
        // The read model has not taken it in yet, or its end, or there is no such session: the log knows.
        return try await pastSession(id, of: garage, asOf: nil)
    }

    private func pastSession(
        _ id: SessionID, of garage: GarageID, asOf: AsOf?
    ) async throws(ReadingError) -> SessionView {
        var ended: SessionView?
        let state = try await history.garage(garage, asOf: asOf) { event, before in
            guard let session = before.sessions[id], let settings = before.settings else { return }
            switch event.event {
            case .carExited(id, _, _):
                var json = JSONWriter()
                json.chargeOutcome(
                    before.charge(of: session, until: event.occurredAt), in: settings.currency, zone: settings.zone)
                ended = SessionView(session, state: .ended, exitedAt: event.occurredAt, charge: json.bytes)
            case .sessionOrphaned(id): ended = SessionView(session, state: .orphaned)
            default: break
            }
        }
        if let ended { return ended }
        guard let session = state.sessions[id] else { throw .unknownSession(id) }
        return SessionView(session, state: .open)
    }
}

extension SessionView {
    init(_ session: Session, state: State, exitedAt: Instant? = nil, charge: [UInt8]? = nil) {
        var ticket: String?
        if case .ticket(let id) = session.car { ticket = id.text }
        self.init(
            id: session.id, state: state, plateID: session.plate, ticket: ticket, gate: session.gate?.text,
            vehicle: session.vehicle, groups: session.groups, validations: session.validations,
            agreement: session.agreement, enteredAt: session.enteredAt, recordedAt: session.recordedAt,
            exitedAt: exitedAt, charge: charge)
    }
}

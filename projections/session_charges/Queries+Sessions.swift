public import Chronology
import EventLog
import JSON
import Money
public import Parking
import Postgres
import Tariffs

extension Queries {
    /// One stay, as it is now or was at a moment.
    ///
    /// - Parameter version: the read model must have reached it.
    public func session(
        _ id: SessionID, of garage: GarageID, asOf: AsOf? = nil, minVersion version: Int64 = 0
    ) async throws(QueryError) -> SessionView {
        var view = try await stay(id, of: garage, asOf: asOf, version).view
        if let plate = view.plateID { view.plate = try await plates([plate], of: garage)[plate] }
        return view
    }

    /// What a stay costs: the charge of one that has ended, or that of an open one if its car left then.
    ///
    /// - Parameter version: the read model must have reached it.
    public func charge(
        of id: SessionID, in garage: GarageID, until: Instant? = nil, asOf: AsOf? = nil, minVersion version: Int64 = 0
    ) async throws(QueryError) -> ChargeView {
        let (view, open) = try await stay(id, of: garage, asOf: asOf, version)
        if let charge = view.charge, let exitedAt = view.exitedAt {
            return ChargeView(session: view, until: exitedAt, json: charge)
        }
        guard let (state, session) = open, let settings = state.settings else {
            throw view.state == .writtenOff ? .writtenOff(id) : .orphaned(id)
        }
        let end = until ?? asOf?.moment ?? clock()
        var json = JSONWriter()
        json.chargeOutcome(state.charge(of: session, until: end), in: settings.currency, zone: settings.zone)
        return ChargeView(session: view, until: end, json: json.bytes)
    }

    /// What of a stay was paid and what is due: of an open one if its car left then. Nil where nobody asks for money there and
    /// nobody has paid.
    func bill(
        of id: SessionID, in garage: GarageID, until: Instant, asOf: AsOf?
    ) async throws(QueryError) -> Bill? {
        let state = try await self.garage(garage, asOf: asOf)
        if let session = state.sessions[id] { return state.askedBill(of: session, until: until) }
        if state.asksForMoney || state.account(of: .session(id)) != nil, let bill = state.bill(of: .session(id)) {
            return bill
        }
        // The garage has forgotten it, and the read model tells of it as it is now.
        if let asOf { return try await pastBill(of: id, in: garage, asOf: asOf) }
        return try await rows { session in
            let row = try session.query(
                """
                select paid_minor, waived_minor, due_minor, difference_minor, leave_by from payments.accounts
                where garage_id = $1 and subject = $2 and paid_minor + waived_minor > 0
                """, [.text(garage.text), .int8(id.version)]
            ).first
            return try row.map {
                Bill(
                    received: Money(minorUnits: $0.int8(0)), waived: Money(minorUnits: $0.int8(1)),
                    due: Money(minorUnits: $0.int8(2)), difference: Money(minorUnits: $0.int8(3)),
                    leaveBy: try $0.optionalInstant(4, of: Payments.self))
            }
        }
    }

    /// A stay, and where it is open, the garage that it is open in.
    private typealias Stayed = (view: SessionView, open: (Garage, Session)?)

    private func stay(
        _ id: SessionID, of garage: GarageID, asOf: AsOf?, _ version: Int64
    ) async throws(QueryError) -> Stayed {
        if let asOf {
            if version > 0 {
                _ = try await settings(garage)
                try await wait(for: version, of: garage, in: SessionCharges.name)
            }
            return try await pastStay(id, of: garage, asOf: asOf)
        }
        let row = try await row(of: id, of: garage, atLeast: version)
        if let row, row.state != .open { return (row, nil) }
        // The read model does not know it: is there an entry of that number at all?
        if row == nil { try await checkEntry(id, of: garage) }
        let state = try await current(garage)
        if let session = state.sessions[id], let zone = state.settings?.zone {
            return (SessionView(session, .open, in: zone), (state, session))
        }
        // It has ended, and the read model has not heard of that yet: the garage has, and whoever waits at its exit waits for no desk.
        if let (session, end) = state.endedStay(id) {
            let account = state.account(of: .session(id))
            let settled = account == nil ? nil : state.bill(of: .session(id))?.total
            let stay = PastStays.Stay(session: session, end: end)
            return (SessionView(stay, in: state, account?.settlement, settled: settled), nil)
        }
        return try await pastStay(id, of: garage, asOf: nil)
    }

    /// What the read model knows of a stay, once it has reached a version.
    private func row(
        of id: SessionID, of garage: GarageID, atLeast version: Int64
    ) async throws(QueryError) -> SessionView? {
        let zones = history.codec.zones
        return try await until(version, of: garage, in: [SessionCharges.name]) { () throws(QueryError) in
            try await rows { session in
                let row = try session.query(
                    SessionView.stayed, [.text(garage.text), .int8(id.version), .text(SessionCharges.name)])[0]
                let reached = row.int8(0)
                return (reached, row.optionalText(1) == nil ? nil : try SessionView(id, row, zones: zones))
            }
        }
    }

    /// Whether the event that began a stay is in the log.
    private func checkEntry(_ id: SessionID, of garage: GarageID) async throws(QueryError) {
        let event = try await events(of: garage, after: id.version - 1, limit: 1).first
        guard let event, event.version == id.version, GarageEvent.stayTypeNames.contains(event.event.type)
        else {
            throw .unknownSession(id)
        }
    }

    private func pastBill(of id: SessionID, in garage: GarageID, asOf: AsOf) async throws(QueryError) -> Bill? {
        var told = PastAccounts()
        _ = try await history.garage(garage, asOf: asOf, behind: id.version - 1) { change, _, garage in
            told.note(change, in: garage)
        }
        guard let bill = told.bills[.session(id)], bill.received > .zero || bill.waived > .zero else { return nil }
        return bill
    }

    private func pastStay(_ id: SessionID, of garage: GarageID, asOf: AsOf?) async throws(QueryError) -> Stayed {
        var told = PastStays(only: id)
        let state = try await history.garage(garage, asOf: asOf, behind: id.version - 1) { change, _, garage in
            told.note(change, in: garage)
        }
        guard let stay = told.byID[id] else { throw .unknownSession(id) }
        return (
            SessionView(stay, in: state, told.settlements[id], settled: told.totals[id]),
            stay.end == nil ? (state, stay.session) : nil
        )
    }
}

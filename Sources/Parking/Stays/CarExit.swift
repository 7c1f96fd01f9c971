public import Chronology

/// An exit, named by its event.
public struct ExitID: EventNamed {
    /// The version of the event that told of it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// A car that drove out, as a gate told it.
public struct CarExit: Hashable, Sendable {
    /// The exit's event.
    public let id: ExitID
    /// How the gate knew the car; or the right one, where a person has said so.
    public internal(set) var car: CarIdentity
    /// Where it left; nil where an import does not say.
    public let gate: GateID?
    /// When it left.
    public internal(set) var at: Instant
    /// The stay that it ended; nil while nobody has seen the car come in (design rule 10).
    public internal(set) var session: SessionID?
    /// What hardly any exit has; nil for nothing of it.
    private var particulars: Shared<Particulars>?

    fileprivate struct Particulars: Hashable, Sendable {
        var readAs: PlateID?
        var isByHand = false
        var lostTicket: LostTicket?
    }

    init(
        id: ExitID, car: CarIdentity, gate: GateID?, at: Instant, readAs: PlateID?, session: SessionID? = nil,
        isByHand: Bool = false, lostTicket: LostTicket? = nil
    ) {
        (self.id, self.car, self.gate, self.at, self.session) = (id, car, gate, at, session)
        keep(Particulars(readAs: readAs, isByHand: isByHand, lostTicket: lostTicket))
    }

    private mutating func keep(_ some: Particulars) { particulars = some == Particulars() ? nil : Shared(some) }

    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public var readAs: PlateID? { particulars?.value.readAs }
    /// Whether no gate told of it but a person, of a stay whose end nobody saw (design rule 15).
    public var isByHand: Bool { particulars?.value.isByHand ?? false }
    /// What its driver pays, where the ticket was lost.
    public internal(set) var lostTicket: LostTicket? {
        get { particulars?.value.lostTicket }
        set {
            var changed = particulars?.value ?? Particulars()
            changed.lostTicket = newValue
            keep(changed)
        }
    }

    /// Whether a gate told of it that could not name the car; what a person told of goes with its stay's car.
    var isUnknownAtGate: Bool { car == .unknown && !isByHand }

    /// Whether it ended a stay of a car that the gate could not name, so that another one may have left (design rule 10).
    func isAssumed(of session: Session) -> Bool { car == .unknown && session.car != .unknown }
}

extension CarExit: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try CarExit(
            id: form(value!.id), car: form(value!.car), gate: form(value!.gate), at: form(value!.at),
            readAs: form(value!.readAs), session: form(value!.session), isByHand: form(value!.isByHand),
            lostTicket: form(value!.lostTicket))
    }
}

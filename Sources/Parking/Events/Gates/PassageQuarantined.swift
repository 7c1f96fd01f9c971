public import Chronology
package import JSON
package import Money
public import Tariffs

/// A passage was told by a clock that is off, so that nobody knows when it was. It begins or ends no stay until a person says so.
public struct PassageQuarantined: EventBody {
    /// What the device told.
    public let kind: Kind
    /// How the car is known; nil where the device does not say.
    public let car: CarIdentity?
    /// Where.
    public let gate: GateID
    /// The way that the car took.
    public let direction: Direction
    /// When it was by the device's clock.
    public let claimedAt: Instant
    /// What that clock showed as the device sent; nil where it did not say.
    public let sentAt: Instant?
    /// How that clock goes.
    public let reason: QuarantineReason
    /// The type of the vehicle, where the device could tell.
    public let vehicle: CardID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// Why a person opened the barrier, where one did.
    public let remark: Remark?
    /// The plates known to the garage that look like the car's.
    public let alike: [PlateID]

    /// What a device may tell of a car that has passed, as the commands name it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case gateOpen = "gate-open"
        case exit

        /// What keeps it from being told twice.
        var reportKind: RecentReads.Report.Kind { self == .exit ? .left : .opened }
    }

    package static let name = "passage-quarantined"
    package static let fields = [
        "kind", "plate", "ticket", "gate", "direction", "claimedAt", "sentAt", "reason", "vehicle", "deviceEvent",
        "byHand", "alike",
    ]

    /// A passage whose time nobody knows.
    public init(
        _ kind: Kind, _ car: CarIdentity?, gate: GateID, _ direction: Direction, claimedAt: Instant, sentAt: Instant?,
        _ reason: QuarantineReason, vehicle: CardID? = nil, read: DeviceEventID? = nil, remark: Remark? = nil,
        alike: [PlateID] = []
    ) {
        self.kind = kind
        self.car = car == .unknown ? nil : car
        self.gate = gate
        self.direction = direction
        self.claimedAt = claimedAt
        self.sentAt = sentAt
        self.reason = reason
        self.vehicle = vehicle
        self.read = read
        self.remark = remark
        self.alike = alike
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        kind = try fields.required("kind")
        let known = try fields.car()
        car = known == .unknown ? nil : known
        gate = try fields.required("gate")
        direction = try fields.required("direction")
        claimedAt = try fields.required("claimedAt")
        sentAt = try fields.optional("sentAt")
        reason = try fields.required("reason")
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
        remark = try fields.optional("byHand")
        alike =
            try fields.optional("alike") { (reader: inout JSONReader) throws(JSONError) in
                try reader.list(most: 10_000) { (reader: inout JSONReader) throws(JSONError) in
                    try PlateID.read(&reader)
                }
            } ?? []
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("kind", kind.rawValue)
        json.car(car)
        json.field("gate", gate)
        json.field("direction", direction.rawValue)
        json.field("claimedAt", claimedAt)
        json.field("sentAt", sentAt)
        json.field("reason", reason.rawValue)
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
        json.field("byHand", remark)
        guard !alike.isEmpty else { return }
        json.name("alike")
        json.array(alike) { $0.string($1.description) }
    }

    package func sentence(in currency: Currency) -> String {
        let did = kind == .exit ? "left" : direction == .entry ? "came in" : "was let out"
        return "\((car ?? .unknown).capitalised) \(did) by the gate \(gate) at \(claimedAt) by its device's clock, "
            + "which is \(reason == .clockAhead ? "ahead" : "behind")."
    }

    package var event: GarageEvent { .passageQuarantined(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.quarantine.take(
            QuarantinedPassage(
                id: QuarantineID(version: recorded.version), told: self, heardAt: recorded.occurredAt))
        return []
    }
}

extension PassageQuarantined: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try PassageQuarantined(
            form(value!.kind), form(value!.car), gate: form(value!.gate), form(value!.direction),
            claimedAt: form(value!.claimedAt), sentAt: form(value!.sentAt), form(value!.reason),
            vehicle: form(value!.vehicle), read: form(value!.read), remark: form(value!.remark),
            alike: form(value!.alike))
    }
}

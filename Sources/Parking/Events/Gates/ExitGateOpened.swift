package import JSON
package import Money

/// A barrier rose at an exit. The car is inside until its exit is seen.
public struct ExitGateOpened: EventBody {
    /// Where.
    public let gate: GateID
    /// Why a person opened it, where one did.
    public let remark: Remark?
    /// The answer that it rose by; nil where a person opened it, or where it did so unasked.
    public let authorisation: AuthorisationID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "exit-gate-opened"
    package static let fields = ["gate", "remark", "authorisation", "deviceEvent"] + DeviceTime.fields

    /// A barrier that rose.
    public init(gate: GateID, remark: Remark?, by authorisation: AuthorisationID? = nil, read: DeviceEventID?) {
        self.gate = gate
        self.remark = remark
        self.authorisation = authorisation
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        gate = try fields.required("gate")
        remark = try fields.optional("remark")
        authorisation = try fields.optional("authorisation")
        read = try fields.optional("deviceEvent")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("gate", gate)
        json.field("remark", remark)
        json.field("authorisation", number: authorisation?.version)
        json.field("deviceEvent", read)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let why = remark.map { ", by hand: \($0)" } ?? authorisation.map { ", by the answer \($0)" } ?? ""
        return "The exit's barrier \(gate) rose\(why)."
    }

    package var event: GarageEvent { .exitGateOpened(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        if let authorisation { garage.gates.rise(gate, by: authorisation) }
        garage.gates.remember(.gateOpened, of: .opened, .exit, at: gate, read: read, car: .unknown, recorded)
        return []
    }
}

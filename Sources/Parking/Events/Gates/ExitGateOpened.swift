package import JSON
package import Money

/// A barrier rose at an exit. The car is inside until its exit is seen.
public struct ExitGateOpened: EventBody {
    /// Where.
    public let gate: GateID
    /// Why a person opened it, where one did.
    public let remark: Remark?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "exit-gate-opened"
    package static let fields = ["gate", "remark", "deviceEvent"] + DeviceTime.fields

    /// A barrier that rose.
    public init(gate: GateID, remark: Remark?, read: DeviceEventID?) {
        self.gate = gate
        self.remark = remark
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        gate = try fields.required("gate")
        remark = try fields.optional("remark")
        read = try fields.optional("deviceEvent")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("gate", gate)
        json.field("remark", remark)
        json.field("deviceEvent", read)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        "The exit's barrier \(gate) rose\(remark.map { ", by hand: \($0)" } ?? "")."
    }

    package var event: GarageEvent { .exitGateOpened(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.remember(.gateOpened, of: .opened, .exit, at: gate, read: read, car: .unknown, recorded)
        return []
    }
}

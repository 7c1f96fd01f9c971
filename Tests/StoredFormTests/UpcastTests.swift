import Chronology
import JSON
import Money
@testable import Parking
import Testing

/// Forms that the log holds from before are read for ever: an example, with what was stored.
@Suite struct UpcastTests {
    /// An event that was written in three forms: first with the reason under another name and a field that nobody needed, then
    /// without saying how long the barrier stood open.
    struct BarrierStuck: EventBody {
        let gate: GateID
        let remark: Remark
        let seconds: Int

        static let name = "barrier-stuck"
        static let fields = ["gate", "remark", "seconds"]
        static let upcasts: [[FieldChange]] = [
            [.renamed("reason", to: "remark"), .dropped("colour")], [.added("seconds", meaning: "60")],
        ]

        init(gate: GateID, remark: Remark, seconds: Int) {
            (self.gate, self.remark, self.seconds) = (gate, remark, seconds)
        }

        init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
            gate = try fields.required("gate")
            remark = try fields.required("remark")
            seconds = try fields.required("seconds")
        }

        func write(_ json: inout JSONWriter, in currency: Currency) {
            json.field("gate", gate)
            json.field("remark", remark)
            json.field("seconds", number: seconds)
        }

        func sentence(in currency: Currency) -> String { "The barrier \(gate) was stuck." }

        var event: GarageEvent { .exitGateOpened(.init(gate: gate, remark: remark, read: nil)) }

        func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] { [] }
    }

    private func read(_ stored: String, _ version: Int16) throws(EventCodecError) -> BarrierStuck {
        try BarrierStuck.read(Array(stored.utf8), schemaVersion: version, zones: EventCodec.here.zones)
    }

    let ice = Remark("Ice")!

    @Test func `a form that was stored is read as it was meant, whatever changed since`() throws {
        #expect(BarrierStuck.schemaVersion == 3)
        let first = try read(#"{"colour":"red","reason":"Ice","gate":"north"}"#, 1)
        #expect(first == BarrierStuck(gate: .north, remark: ice, seconds: 60))
        #expect(try read(#"{"gate":"north","remark":"Ice"}"#, 2) == first)
        #expect(try read(#"{"gate":"north","remark":"Ice","seconds":7}"#, 3).seconds == 7)
        #expect(text(first.payload(in: .euro)) == #"{"gate":"north","remark":"Ice","seconds":60}"#)
    }

    @Test(arguments: [
        (#"{"gate":"north","remark":"Ice","shape":"round"}"#, Int16(2), "shape"),
        (#"{"gate":"north","reason":"Ice"}"#, 2, "reason"),
        (#"{"gate":"north","remark":"Ice","colour":"red"}"#, 3, "colour"),
    ]) func `each form has its own fields and no others'`(stored: String, version: Int16, field: String) throws {
        let error = try #require(throws: EventCodecError.self) { try read(stored, version) }
        guard case .malformed(_, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect((reason.kind, reason.path) == (.unknownField, field))
    }

    @Test(arguments: [Int16(0), 4]) func `a form that nobody has written yet stops the reader`(version: Int16) {
        #expect(throws: EventCodecError.unknownType("barrier-stuck", schemaVersion: version)) {
            try read("{}", version)
        }
    }
}

import EventLog
import Parking
import Testing

/// Where the log looks for plates in payloads.
@Suite struct PlateMentionsTests {
    @Test func `it finds every plate that an event of any kind names, and nothing that a person typed`() throws {
        let pattern = try Regex(PlateMentions.pattern)
        var (draw, found) = (RandomEvent(7), 0)
        for index in 0..<(RandomEvent.kinds * 40) {
            let event = draw.event(index % RandomEvent.kinds)
            // What erases names nobody.
            if event.typeName.hasSuffix("-erased") { continue }
            let payload = String(decoding: EventCodec.here.encode(event, currency: .euro), as: UTF8.self)
            let left = payload.replacing(pattern, with: "")
            // The bytes of an identifier are the only values of that form, unless somebody types one.
            #expect(left.firstMatch(of: /":\[?"[0-9a-f]{32}"/) == nil, "\(payload)")
            found += payload.matches(of: pattern).count
        }
        #expect(found > 500)
    }

    @Test func `a text cannot pass for a plate`() throws {
        let pattern = try Regex(PlateMentions.pattern)
        let typed = #"","plate":"0123456789abcdef0123456789abcdef"#
        let event = GarageEvent.exitGateOpened(.init(gate: GateID("a")!, remark: Remark(typed)!, read: nil))
        let payload = String(decoding: EventCodec.here.encode(event, currency: .euro), as: UTF8.self)
        #expect(payload.contains("0123456789abcdef"))
        #expect(payload.firstMatch(of: pattern) == nil)
    }
}

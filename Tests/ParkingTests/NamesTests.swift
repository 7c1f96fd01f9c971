import Parking
import Testing

/// The texts that the outside world chooses.
@Suite struct NamesTests {
    @Test(arguments: ["a", "0", "north-1", "b.2_c", String(repeating: "a", count: 64)])
    func `a garage and a gate have plain names`(text: String) {
        #expect(GarageID(text)?.description == text)
        #expect(GateID(text)?.description == text)
    }

    @Test(arguments: ["", "-a", ".a", "_a", "A", "a b", "a/b", "ä", "a\n", "a\u{0}", String(repeating: "a", count: 65)])
    func `any other text names neither`(text: String) {
        #expect(GarageID(text) == nil)
        #expect(GateID(text) == nil)
    }

    @Test(arguments: [
        "a", "!~", "A-1/2:3", String(repeating: "x", count: 128), "0f8fad5b-d9cb-469f-a165-70867728950e",
        "0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fad5b-d9cb-469f-a165-70867728950g",
        "0f8fad5bd-9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-7086772895-0",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0f8fad5b0d9cb0469f0a165070867728950e",
    ])
    func `devices and callers use printable ASCII`(text: String) {
        #expect(DeviceEventID(text)?.description == text)
        #expect(TicketID(text)?.description == text)
        #expect(CommandID(text)?.description == text)
        #expect(Actor(text)?.description == text)
    }

    @Test func `device event ids are the same where their texts are`() throws {
        let texts = [
            "0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5B-D9CB-469F-A165-70867728950E",
            "0f8fad5bd9cb469fa16570867728950e", "0f8fad5b-d9cb-469f-a165-70867728950f",
        ]
        let ids = try texts.map { try #require(DeviceEventID($0)) }
        #expect(Set(ids).count == texts.count)
        #expect(Set(ids + texts.map { DeviceEventID($0)! }).count == texts.count)
    }

    @Test(arguments: ["", " ", "a b", "ä", "a\u{7F}", "a\n", "a\u{0}", String(repeating: "x", count: 129)])
    func `anything else is no token`(text: String) {
        #expect(DeviceEventID(text) == nil)
        #expect(TicketID(text) == nil)
        #expect(CommandID(text) == nil)
        #expect(Actor(text) == nil)
    }

    @Test func `a remark has words and no control characters`() {
        #expect(Remark("Schranke klemmt 🚧")?.description == "Schranke klemmt 🚧")
        #expect(Remark(String(repeating: "x", count: 200)) != nil)
        for text in ["", "   ", "\u{A0}", "a\nb", "a\u{0}", "\u{9B}x", String(repeating: "x", count: 201)] {
            #expect(Remark(text) == nil)
        }
    }

    @Test func `what an event began is named by the event's version, in its order`() {
        #expect(SessionID(7).description == "7")
        #expect(SessionID(7) < SessionID(8))
        #expect([ReservationID(3), ReservationID(1)].sorted() == [ReservationID(1), ReservationID(3)])
    }
}

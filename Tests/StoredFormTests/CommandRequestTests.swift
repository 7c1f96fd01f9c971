import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// The bodies of commands.
@Suite struct CommandRequestTests {
    static let passage = Passage(
        gate: .north, direction: .entry, occurredAt: Instant("2026-03-02T07:00:00Z")!, read: .seven)
    static let device = #""occurredAt":"2026-03-02T08:00:00+01:00","deviceEvent":"cam-7""#
    static let bodies = otherBodies + permitBodies + gateBodies + correctionBodies

    private func read(_ name: CommandName, _ body: String, _ currency: Currency? = .euro) throws(JSONError) -> Command {
        switch try CommandRequest.read(
            name, Array(body.utf8), CommandContext(currency: currency, zones: EventCodec.here.zones))
        {
        case .complete(let command): return command
        case .naming(let plate, let command):
            guard plate == Plate("BXY1") else { throw JSONError("is another plate") }
            return command(.anna)
        case .knowing(let plate, let command):
            guard plate == Plate("BXY1") else { throw JSONError("is another plate") }
            return command(.anna)
        case .reading(let plate, _, let command):
            guard plate == Plate("BXY1") else { throw JSONError("is another plate") }
            return command(.anna, [])
        }
    }

    @Test(arguments: bodies.indices) func `a body is read as its command`(index: Int) throws {
        let (name, body, command) = Self.bodies[index]
        #expect(try read(name, body) == command)
    }

    @Test func `every command has a body here`() {
        #expect(Set(Self.bodies.map(\.0)) == Set(CommandName.allCases))
    }

    @Test(arguments: bodies.indices) func `a body cut short anywhere is refused`(index: Int) {
        let (name, body, _) = Self.bodies[index]
        let bytes = Array(body.utf8.reversed().drop { $0 == 32 }.reversed())
        for end in bytes.indices {
            #expect(throws: JSONError.self, "\(end)") {
                try CommandRequest.read(
                    name, Array(bytes[..<end]), CommandContext(currency: .euro, zones: EventCodec.here.zones))
            }
        }
    }

    @Test func `a rate has amounts in the currency of its garage, so there must be one`() throws {
        let yen = try read(.ratePublished, #"{"id":"day","price":{"once":"500"}}"#, .yen)
        #expect(yen == .ratePublished(.init(Rate(id: RateID("day")!, price: .once(Money(minorUnits: 500))))))
        #expect(throws: JSONError("has amounts of a garage that is not configured yet")) {
            try read(.ratePublished, #"{"id":"day","price":{"once":"500"}}"#, nil)
        }
        #expect(throws: JSONError("has amounts of a garage that is not configured yet")) {
            try read(.cardPublished, #"{"rates":[],"crossing":"perBlock"}"#, nil)
        }
    }

    static let wrong = otherWrong + permitWrong + gateWrong + correctionWrong

    @Test(arguments: wrong.indices) func `what is wrong is told by its kind and its place`(index: Int) throws {
        let (name, body, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read(name, body) }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }

    @Test func `who names a field that there is not is told which there are`() throws {
        let error = try #require(throws: JSONError.self) {
            try read(.waitForDay, #"{"plate":"BXY1","date":"2026-03-02"}"#)
        }
        #expect("\(error)" == #""date" is not a field here; the fields are day, holder, plate."#)
    }

    @Test func `what was read of a wrong plate does not return in the error`() throws {
        let error = try #require(throws: JSONError.self) { try read(.reserve, #"{"plate":"GEHEIM_1"}"#) }
        #expect(!"\(error)\(error.problem)".contains("GEHEIM"))
    }
}

import Chronology
import Money
import Tariffs
import TestSupport
import Testing

@testable import Parking

/// A snapshot holds everything that decides what comes later.
extension PropertyTests {
    private static let zones: ZoneLookup = { $0 == ZoneRules.berlin.name ? .berlin : nil }

    @Test func `a garage that goes on from a snapshot answers and changes as one that read the whole log`() throws {
        var snapshots = 0
        try forAll(25, commands: 250) {
            var restored = Garage()
            return { step, comment in
                if step.before.log.count % 20 < 3, step.before.garage.isFromBodies {
                    let snapshot = step.before.garage.snapshot
                    restored = try Garage(snapshot: snapshot, zones: PropertyTests.zones)
                    snapshots += 1
                } else if restored.version == 0 {
                    return
                }
                try #require((restored == step.before.garage) as Bool, comment)
                #expect((try? restored.decide(step.command, at: step.now)) == step.decision, comment)
                var whole = step.before.garage
                for recorded in step.after.log[step.before.log.count...] {
                    #expect(restored.evolve(recorded) == whole.evolve(recorded), comment)
                }
                try #require((restored == step.after.garage) as Bool, comment)
            }
        }
        #expect(snapshots > 300)
    }

    @Test func `every part of the state was now so and now otherwise when it came back from a snapshot`() throws {
        var variety = Variety()
        func look(_ garage: Garage, _ comment: Comment) throws {
            let restored = try Garage(snapshot: garage.snapshot, zones: PropertyTests.zones)
            try #require((restored == garage) as Bool, comment)
            variety.look(at: garage)
        }
        var seen = 0
        try forAll(60, commands: 250) {
            { step, comment in
                seen += 1
                if seen % 25 == 0, step.after.garage.isFromBodies { try look(step.after.garage, comment) }
            }
        }
        for garage in try Rarities.garages() { try look(garage, "what is rare") }
        // What differs never is not known to be stored.
        #expect(variety.constants == [])
    }

    @Test func `bytes that were changed or are missing make no garage, and no trap`() throws {
        var (damaged, cut) = (0, 0)
        var random = Seeded(Seeded.seed)
        var seen = 0
        try forAll(10, commands: 200) {
            { step, comment in
                seen += 1
                guard seen % 50 == 0 else { return }
                let snapshot = step.after.garage.snapshot
                for _ in 0..<20 {
                    var bytes = snapshot
                    bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
                    #expect(throws: SnapshotError.damaged, comment) {
                        try Garage(snapshot: bytes, zones: PropertyTests.zones)
                    }
                    damaged += 1
                }
                for _ in 0..<5 {
                    let bytes = Array(snapshot.prefix(Int.random(in: 0..<snapshot.count, using: &random)))
                    #expect(throws: SnapshotError.damaged, comment) {
                        try Garage(snapshot: bytes, zones: PropertyTests.zones)
                    }
                    cut += 1
                }
                // Also where the digest happens to fit.
                for _ in 0..<60 {
                    var bytes = Array(snapshot.dropLast(8))
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0 ... .max, using: &random)
                    }
                    if random.chance(30) { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
                    do throws(SnapshotError) {
                        _ = try Garage(snapshot: bytes.sealed, zones: PropertyTests.zones)
                    } catch {}
                }
            }
        }
        #expect(min(damaged, cut) > 100)
    }
}

@Suite struct SnapshotTests {
    @Test func `a snapshot of another form, or of a zone whose clocks run otherwise by now, is none`() throws {
        let site = try Site(.open(5))
        let snapshot = site.garage.snapshot
        #expect(try Garage(snapshot: snapshot) { _ in .berlin } == site.garage)
        let moved = ZoneRules(name: "Europe/Berlin", version: "2031a", offset: 3600)
        for zone in [nil, moved] {
            #expect(throws: SnapshotError.otherZone("Europe/Berlin")) { try Garage(snapshot: snapshot) { _ in zone } }
        }
        var bytes = Array(snapshot.dropLast(8))
        // The form stands behind its length.
        bytes[1] ^= 1
        #expect(throws: SnapshotError.otherForm) { try Garage(snapshot: bytes.sealed) { _ in .berlin } }
        #expect(throws: SnapshotError.damaged) { try Garage(snapshot: Array(bytes.sealed + [0])) { _ in .berlin } }
    }

    @Test func `a garage of which nothing is known has a snapshot too`() throws {
        #expect(try Garage(snapshot: Garage().snapshot) { _ in nil } == Garage())
    }

    @Test(arguments: [Int.max, .min, 10_000_000_001])
    func `a snapshot that somebody made, with more cars than there can be, is damaged`(adjustment: Int) throws {
        var garage = try Site(.open(5)).garage
        garage.handCount.begin(
            adjustment, among: EmptyCollection(),
            by: RecordedEvent(
                version: 2, occurredAt: .opening, recordedAt: .opening, event: .inventoryReset(.init(.misread))))
        #expect(throws: SnapshotError.damaged) { try Garage(snapshot: garage.snapshot) { _ in .berlin } }
    }

    @Test func `numbers at the ends of 64 bits come back, and those beyond are none`() throws {
        var form = SnapshotForm()
        let numbers: [Int64] = [.min, .min + 1, -64, -1, 0, 1, 63, 64, .max - 1, .max]
        _ = try form(numbers)
        var reading = SnapshotForm(reading: form.bytes) { _ in nil }
        #expect(try reading.next() == numbers)
        #expect(reading.isAtEnd)
        var beyond = SnapshotForm(reading: Array(repeating: 0xFF, count: 9) + [2]) { _ in nil }
        #expect(throws: SnapshotError.damaged) { try beyond.number(nil) }
    }

    @Test func `what many are called stands in a snapshot once`() throws {
        var form = SnapshotForm()
        let gates = Array(repeating: GateID("the-gate-at-the-north-side")!, count: 100)
        _ = try form(gates)
        #expect(form.bytes.count < 150)
        var reading = SnapshotForm(reading: form.bytes) { _ in nil }
        #expect(try reading.next() == gates)
    }
}

extension Garage {
    /// Whether its rates could come in over the wire: random days also publish amounts that are larger than any body's.
    fileprivate var isFromBodies: Bool {
        let codec = EventCodec(zones: { _ in nil })
        return book.publications.allSatisfy { publication in
            guard case .rate(let rate) = publication.content else { return true }
            let payload = RatePublished(rate).payload(in: Currency(code: "EUR")!)
            return (try? codec.decode(type: "rate-published", schemaVersion: 1, payload: payload)) != nil
        }
    }
}

extension [UInt8] {
    /// The bytes with a digest that fits.
    fileprivate var sealed: [UInt8] {
        let digest = snapshotDigest
        return self + (0..<8).map { UInt8(truncatingIfNeeded: digest >> ($0 * 8)) }
    }
}

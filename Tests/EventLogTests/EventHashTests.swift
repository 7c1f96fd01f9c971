import Chronology
import EventLog
import TestSupport
import Testing

@Suite struct `An event's hash` {
    /// The example's digest was worked out by another program from the documented bytes; it must never change.
    @Test func `is SHA-256 of the documented bytes`() throws {
        let first = NewEvent(
            type: "entered", schemaVersion: 1, occurredAt: Instant(microseconds: -1), commandID: nil, actor: "gate-1",
            payload: Array(#"{ "plate" : "é🚗" }"#.utf8))
        let second = NewEvent(
            type: "left", schemaVersion: 2, occurredAt: Instant(microseconds: 1), commandID: "", actor: "", trace: "",
            payload: Array("null".utf8))
        let hash = EventHash.zero.next(
            garage: "west", version: 1, recordedAt: Instant(microseconds: 1_735_819_200_000_000), event: first)
        #expect(hash.description == "e3f81b1f2d75fdaa11901ae89d0f0cb472b41c2971e74550608a754bb9fac8fe")
        let next = hash.next(garage: "west", version: 2, recordedAt: Instant(microseconds: 5), event: second)
        #expect(next.description == "9c5d57f90489bc43f926ced72b072a02cdf396e8d01b2ac8787aed5c5af2bc80")
    }

    @Test func `depends on the one before and on every column, and an absent command is not an empty one`() {
        func hash(
            _ garage: String = "west", _ version: Int64 = 1, _ recordedAt: Int64 = 5, after: EventHash = .zero,
            type: String = "entered", schemaVersion: Int16 = 1, occurredAt: Int64 = 5, command: String? = "a",
            actor: String = "b", trace: String? = "c", payload: String = "{}"
        ) -> EventHash {
            after.next(
                garage: garage, version: version, recordedAt: Instant(microseconds: recordedAt),
                event: NewEvent(
                    type: type, schemaVersion: schemaVersion, occurredAt: Instant(microseconds: occurredAt),
                    commandID: command, actor: actor, trace: trace, payload: Array(payload.utf8)))
        }
        let hashes = [
            hash(), hash("east"), hash("west", 2), hash("west", 1, 6), hash(after: hash()), hash(type: "left"),
            hash(schemaVersion: 2), hash(occurredAt: 6), hash(command: "b"), hash(command: ""), hash(command: nil),
            hash(actor: "a"), hash(payload: "{} "), hash(trace: nil), hash(trace: ""), hash(trace: "b"),
            // The same letters, parted elsewhere.
            hash(command: "ab", actor: ""), hash(command: "", actor: "ab"), hash(trace: "c{", payload: "}"),
            hash(actor: "bc", trace: ""),
            hash("weste", type: "ntered"),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func `has 32 bytes and is printed as 64 digits`() {
        #expect(EventHash(bytes: Array(repeating: 0, count: 31)) == nil)
        #expect(EventHash(bytes: Array(repeating: 0, count: 33)) == nil)
        #expect(EventHash(bytes: Array(0..<32))?.description.hasPrefix("000102030405060708090a0b") == true)
        #expect(EventHash.zero.description == String(repeating: "0", count: 64))
    }
}

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
            type: "left", schemaVersion: 2, occurredAt: Instant(microseconds: 1), commandID: "", actor: "",
            payload: Array("null".utf8))
        let hash = EventHash.zero.next(
            garage: "west", version: 1, recordedAt: Instant(microseconds: 1_735_819_200_000_000), event: first)
        #expect(hash.description == "9ba9446300566912babdc30adcaf0ad9a4f8abbe32ebd59af827be6dc6a42ca9")
        let next = hash.next(garage: "west", version: 2, recordedAt: Instant(microseconds: 5), event: second)
        #expect(next.description == "388bcf2ff873cf0c983f6556cbeacb69a2da594df39390f5d67734701fa73291")
    }

    @Test func `depends on the one before and on every column, and an absent command is not an empty one`() {
        func hash(
            _ garage: String = "west", _ version: Int64 = 1, _ recordedAt: Int64 = 5, after: EventHash = .zero,
            type: String = "entered", schemaVersion: Int16 = 1, occurredAt: Int64 = 5, command: String? = "a",
            actor: String = "b", payload: String = "{}"
        ) -> EventHash {
            after.next(
                garage: garage, version: version, recordedAt: Instant(microseconds: recordedAt),
                event: NewEvent(
                    type: type, schemaVersion: schemaVersion, occurredAt: Instant(microseconds: occurredAt),
                    commandID: command, actor: actor, payload: Array(payload.utf8)))
        }
        let hashes = [
            hash(), hash("east"), hash("west", 2), hash("west", 1, 6), hash(after: hash()), hash(type: "left"),
            hash(schemaVersion: 2), hash(occurredAt: 6), hash(command: "b"), hash(command: ""), hash(command: nil),
            hash(actor: "a"), hash(payload: "{} "),
            // The same letters, parted elsewhere.
            hash(command: "ab", actor: ""), hash(command: "", actor: "ab"), hash(actor: "b{", payload: "}"),
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

import Chronology
import Foundation
import Parking
import Testing

/// A day that a program stored, and the snapshot that it took behind it: what a later program makes of the two must be the same,
/// or its snapshots are others.
@Suite struct SnapshotContractTests {
    @Test func `a snapshot that was stored before is the garage that its log makes today`() throws {
        var day = try StoredDay()
        let garage = day.events.reduce(into: Garage()) { $0.evolve($1) }
        if day.form != Garage.snapshotForm, ProcessInfo.processInfo.environment["PARKLOG_STORE_SNAPSHOT"] != nil {
            try day.store(garage)
        }
        try #require(
            day.form == Garage.snapshotForm,
            "snapshots have another form by now: PARKLOG_STORE_SNAPSHOT=1 swift test --filter SnapshotContractTests stores the day's anew"
        )
        let stored = try? Garage(snapshot: day.snapshot, zones: StoredDay.zones)
        #expect(
            (stored == garage) as Bool,
            "what is folded or how it is stored has changed: raise the number in Garage.snapshotForm, so that older snapshots are left alone"
        )
    }
}

/// `Tests/Snapshots/day.txt`: the form, the snapshot in Base64, and a line for every event.
private struct StoredDay {
    private(set) var form: String
    private(set) var snapshot: [UInt8]
    let events: [RecordedEvent]
    private let lines: [Substring]

    static let zones: ZoneLookup = { $0 == ZoneRules.berlin.name ? .berlin : nil }
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Snapshots/day.txt")

    init() throws {
        let text = try String(contentsOf: StoredDay.file, encoding: .utf8)
        let lines = text.split(separator: "\n")
        (form, self.lines) = (String(lines[0]), Array(lines[2...]))
        snapshot = [UInt8](try #require(Data(base64Encoded: String(lines[1]))))
        let codec = EventCodec(zones: StoredDay.zones)
        events = try lines[2...].enumerated().map { index, line in
            let fields = line.split(separator: " ", maxSplits: 4)
            return RecordedEvent(
                version: Int64(index) + 1, occurredAt: try #require(Instant(String(fields[0]))),
                recordedAt: try #require(Instant(String(fields[1]))),
                event: try codec.decode(
                    type: String(fields[2]), schemaVersion: try #require(Int16(fields[3])),
                    payload: Array(fields[4].utf8)))
        }
    }

    mutating func store(_ garage: Garage) throws {
        (form, snapshot) = (Garage.snapshotForm, garage.snapshot)
        let head = [Substring(form), Substring(Data(snapshot).base64EncodedString())]
        try Data(((head + lines).joined(separator: "\n") + "\n").utf8).write(to: StoredDay.file)
    }
}

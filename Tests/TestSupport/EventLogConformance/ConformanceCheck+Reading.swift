import Chronology
import EventLog
import Testing

extension ConformanceCheck {
    static let reading = [
        ConformanceCheck("what was appended reads back byte by byte", sameBytes),
        ConformanceCheck(
            "any events, appended in batches of any size, read back as they were, with an intact chain", anyEvents),
        ConformanceCheck(
            "reading goes on behind a version, takes no more than the limit, and ends at the head", limits),
        ConformanceCheck("a long stream is read batch by batch, to its end or until the reader has enough", longStream),
    ]

    private static func sameBytes(_ log: any EventLog) async throws {
        let payloads = [
            #"{ "b" : 1 ,"a":2,  "b":3 }"#, "{\r\n\t\"plate\"\t:\n\"ÄÖ-Ü 1\" }", #""\u0000 \ud83d\ude97 \/ é é 🚗""#,
            "[1.10,1.1e+0001,-0,12345678901234567890]", " null ", "\"\"",
        ]
        // The two actors and ids are equal as strings and differ in their bytes.
        let events = payloads.enumerated().map { index, payload in
            NewEvent(
                type: "type \(index)", schemaVersion: index == 0 ? 1 : .max,
                occurredAt: [.earliest, .latest, Instant(microseconds: -1)][index % 3],
                commandID: [nil, "caf\u{E9}", "cafe\u{301}", ""][index % 4],
                actor: index % 2 == 0 ? "Jos\u{E9} 'x' \\ {,}\"" : "Jose\u{301}",
                trace: [nil, "", "Jos\u{E9}"][index % 3], payload: Array(payload.utf8))
        }
        let garage = TestGarage(in: log)
        _ = try await garage.append(events)
        let stored = try await garage.events
        expectSame(stored.map(\.event), events)
        #expect(stored.allSatisfy { $0.recordedAt == TestGarage.noon })
        try await ChainAudit.expectIntact(garage)
    }

    private static func anyEvents(_ log: any EventLog) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        for round in 0..<5 {
            let garage = TestGarage(in: log)
            var appended: [NewEvent] = []
            for _ in 0..<8 {
                let events = random.events(Int.random(in: 0...12, using: &random))
                let outcome = try await garage.append(events)
                appended += events
                #expect(try await outcome == .appended(garage.head), "seed \(seed), round \(round)")
            }
            expectSame(try await garage.events.map(\.event), appended, "seed \(seed), round \(round)")
            try await ChainAudit.expectIntact(garage, comment: "seed \(seed), round \(round)")
        }
    }

    private static func limits(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        _ = try await garage.append((1...10).map { TestGarage.event("\($0)") })
        func versions(after version: Int64, limit: Int) async throws -> [Int64] {
            try await log.events(of: garage.name, after: version, limit: limit).map(\.version)
        }
        #expect(try await versions(after: 0, limit: 3) == [1, 2, 3])
        #expect(try await versions(after: 3, limit: 3) == [4, 5, 6])
        #expect(try await versions(after: 8, limit: 3) == [9, 10])
        #expect(try await versions(after: 9, limit: 1) == [10])
        #expect(try await versions(after: 10, limit: 3) == [])
        #expect(try await versions(after: 99, limit: 3) == [])
        #expect(try await versions(after: 5, limit: 0) == [])
    }

    private static func longStream(_ log: any EventLog) async throws {
        try await readInBatches(log)
    }

    private static func readInBatches<Log: EventLog>(_ log: Log) async throws {
        let garage = TestGarage(in: log)
        let size = Int64(Log.batch)
        for _ in 0..<2 { _ = try await garage.append((0..<Log.batch).map { TestGarage.event("\($0)") }) }
        func batches(after version: Int64, until enough: Int = .max) async throws -> [ClosedRange<Int64>] {
            var batches: [ClosedRange<Int64>] = []
            try await log.read(garage.name, after: version) { events in
                #expect(events.map(\.version) == Array(events[0].version..<(events[0].version + Int64(events.count))))
                batches.append(events[0].version...events[events.count - 1].version)
                return batches.count < enough
            }
            return batches
        }
        // An end that falls on a batch's end is an end too.
        #expect(try await batches(after: 0) == [1...size, (size + 1)...(2 * size)])
        #expect(try await batches(after: 0, until: 1) == [1...size])
        _ = try await garage.append([TestGarage.event()])
        #expect(
            try await batches(after: 0) == [1...size, (size + 1)...(2 * size), (2 * size + 1)...(2 * size + 1)])
        #expect(try await batches(after: 2 * size + 1) == [])
    }

    /// Compares texts by their bytes, for strings may be equal that differ there.
    private static func expectSame(_ stored: [NewEvent], _ appended: [NewEvent], _ comment: Comment? = nil) {
        #expect(stored == appended, comment)
        for (stored, appended) in zip(stored, appended) {
            #expect(Array(stored.type.utf8) == Array(appended.type.utf8), comment)
            #expect(Array(stored.actor.utf8) == Array(appended.actor.utf8), comment)
            #expect(stored.trace.map { Array($0.utf8) } == appended.trace.map { Array($0.utf8) }, comment)
            #expect(stored.commandID.map { Array($0.utf8) } == appended.commandID.map { Array($0.utf8) }, comment)
        }
    }
}

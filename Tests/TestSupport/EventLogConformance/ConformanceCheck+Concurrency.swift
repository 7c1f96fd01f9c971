import Chronology
import EventLog
import Testing

extension ConformanceCheck {
    static let concurrency = [
        ConformanceCheck("of two writers behind the same version exactly one is appended", twoWriters),
        ConformanceCheck(
            "many writers that try again on a conflict append every event once, each in its order", manyWriters),
        ConformanceCheck(
            "a command id sent by many at once has one effect, and all find the same reply", sameCommandAtOnce),
    ]

    private static func twoWriters(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        for round in 1...40 {
            try await race(in: garage, round)
            // The first version of all is guarded in another way than the later ones.
            try await race(in: TestGarage(in: log), round)
        }
        #expect(try await garage.events.count == 40)
        try await ChainAudit.expectIntact(garage)
    }

    private static func manyWriters(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let (writers, count) = (8, 20)
        try await withThrowingTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<count {
                        // Clocks of several processes differ.
                        let now = TestGarage.noon + .init(microseconds: Int64(number * 10 - writer * 35))
                        let events = [TestGarage.event("[\(writer),\(number)]"), TestGarage.event("\"second\"")]
                        let head = try await garage.appendEventually(events, at: now)
                        #expect(head != nil)
                    }
                }
            }
            try await group.waitForAll()
        }
        let events = try await garage.events
        #expect(events.count == writers * count * 2)
        let payloads = events.map { String(decoding: $0.event.payload, as: UTF8.self) }
        for writer in 0..<writers {
            let own = payloads.filter { $0.hasPrefix("[\(writer),") }
            #expect(own == (0..<count).map { "[\(writer),\($0)]" })
        }
        // What was appended together stands together.
        #expect(stride(from: 1, to: payloads.count, by: 2).allSatisfy { payloads[$0] == "\"second\"" })
        try await ChainAudit.expectIntact(garage)
    }

    private static func sameCommandAtOnce(_ log: any EventLog) async throws {
        for round in 0..<10 {
            let garage = TestGarage(in: log)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for caller in 0..<8 {
                    group.addTask {
                        let head = try await garage.appendEventually(
                            [TestGarage.event("\(caller)", command: "same")],
                            replies: [TestGarage.reply("same", "\(caller)")])
                        // Whoever was not first finds the reply of the one who was.
                        let replies = try await log.replies(of: garage.name, to: ["same"])
                        #expect(replies.count == 1)
                        #expect((head != nil) == (replies.first?.reply == Array("\(caller)".utf8)))
                        return head != nil
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1, "round \(round)")
            let events = try await garage.events
            let replies = try await log.replies(of: garage.name, to: ["same"])
            #expect(events.map(\.event.payload) == replies.map(\.reply))
        }
    }

    private static func race(in garage: TestGarage, _ round: Int) async throws {
        let head = try await garage.head
        func append(_ writer: Int) async throws -> AppendOutcome {
            try await garage.append(
                [TestGarage.event("\(writer)")], behind: head, replies: [TestGarage.reply("\(writer)-\(round)")])
        }
        async let first = append(1)
        async let second = append(2)
        let outcomes = try await [first, second]
        let stored = try await garage.events.last
        let winner = stored.map { Int($0.event.payload[0]) - 49 }
        #expect(outcomes.filter { $0 == .conflict }.count == 1, "round \(round)")
        #expect(try await outcomes[winner ?? 0] == .appended(garage.head), "round \(round)")
        #expect(try await garage.head.version == head.version + 1)
        let replies = try await garage.log.replies(of: garage.name, to: ["1-\(round)", "2-\(round)"])
        #expect(replies.map(\.commandID) == ["\((winner ?? 0) + 1)-\(round)"])
    }
}

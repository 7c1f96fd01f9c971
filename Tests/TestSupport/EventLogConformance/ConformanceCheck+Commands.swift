import EventLog
import Testing

extension ConformanceCheck {
    static let commands = [
        ConformanceCheck(
            "a command id that was carried out is told, and nothing of its append is stored", repeatedCommand),
        ConformanceCheck("a command id twice in one append is a repeated one", repeatedWithinAppend),
        ConformanceCheck("a stale append of a repeated command is a conflict: the reader finds both", staleRepetition),
        ConformanceCheck(
            "replies read back byte by byte, those of commands that were carried out and no others", repliesAsStored),
        ConformanceCheck("two command ids are the same only if their bytes are", idsByBytes),
    ]

    private static func repeatedCommand(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let first = TestGarage.reply("a", #"{"first": true}"#)
        _ = try await garage.append([TestGarage.event(command: "a")], replies: [first])
        let before = try await (garage.head, garage.events)
        for events in [[], [TestGarage.event(command: "b"), TestGarage.event(command: "a")]] {
            let outcome = try await garage.append(
                events, replies: [TestGarage.reply("b"), TestGarage.reply("a", "2"), TestGarage.reply("c")],
                plates: [vaultEntry("B-A 1")])
            #expect(outcome == .repeatedCommand)
            #expect(try await garage.head == before.0)
            #expect(try await garage.events == before.1)
            #expect(try await log.replies(of: garage.name, to: ["a", "b", "c"]) == [first])
            #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 1"]).isEmpty)
        }
        _ = try await garage.append([TestGarage.event(command: "b")], replies: [TestGarage.reply("b")])
        try await ChainAudit.expectIntact(garage)
    }

    private static func repeatedWithinAppend(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let outcome = try await garage.append(
            [TestGarage.event()], replies: [TestGarage.reply("a", "1"), TestGarage.reply("a", "1")])
        #expect(outcome == .repeatedCommand)
        #expect(try await garage.head == .empty)
        #expect(try await log.replies(of: garage.name, to: ["a"]).isEmpty)
    }

    private static func staleRepetition(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let append = Append(
            garage: garage.name, head: .empty, recordedAt: TestGarage.noon,
            events: [TestGarage.event(command: "a")], replies: [TestGarage.reply("a")])
        #expect(try await log.append(append) == .appended(append.newHead))
        #expect(try await log.append(append) == .conflict)
        #expect(try await log.replies(of: garage.name, to: ["a"]) == append.replies)
        #expect(try await garage.events.count == 1)
    }

    private static func repliesAsStored(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let replies = [
            StoredReply(commandID: "a", fingerprint: [], version: 0, reply: Array("{ \"b\" :1, \"b\":2 }".utf8)),
            StoredReply(commandID: "caf\u{E9}", fingerprint: [0, 255], version: 3, reply: Array("\"é 🚗\"".utf8)),
            StoredReply(commandID: "x' \\ {,}\"", fingerprint: [1], version: .max, reply: Array(" null\n".utf8)),
        ]
        _ = try await garage.append([], replies: replies)
        let asked = ["b", "a", "a", "caf\u{E9}", "", "x' \\ {,}\"", "A"]
        #expect(try await Set(log.replies(of: garage.name, to: asked)) == Set(replies))
        #expect(try await log.replies(of: garage.name, to: asked).count == 3)
        #expect(try await log.replies(of: garage.name, to: []).isEmpty)
    }

    private static func idsByBytes(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        for id in ["caf\u{E9}", "cafe\u{301}", "a", "A", "a "] {
            let head = try await garage.head
            #expect(try await garage.append([], replies: [TestGarage.reply(id)]) == .appended(head), "\(id)")
        }
    }
}

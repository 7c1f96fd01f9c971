import Chronology
import EventLog
import Testing

extension ConformanceCheck {
    static let appending = [
        ConformanceCheck("a garage without events has an empty head and nothing to read", emptyGarage),
        ConformanceCheck("versions count 1, 2, 3 without gaps, whatever the size of an append", countedVersions),
        ConformanceCheck(
            "an append behind another version than the head's is a conflict and leaves nothing", staleHead),
        ConformanceCheck(
            "an append behind the same version of another history is refused and leaves nothing", foreignHead),
        ConformanceCheck(
            "the time at which the log took an event never goes back, whatever the clock does", clockThatGoesBack),
        ConformanceCheck(
            "an append of no events keeps the replies and moves nothing, also where there is no event", noEvents),
        ConformanceCheck(
            "garages know nothing of each other, and each is listed with its last version", separateGarages),
    ]

    private static func emptyGarage(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        #expect(try await garage.head == .empty)
        #expect(try await garage.events.isEmpty)
        #expect(try await log.replies(of: garage.name, to: ["a"]).isEmpty)
        #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 1"]).isEmpty)
        #expect(try await log.garages()[garage.name] == nil)
    }

    private static func countedVersions(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        var head = StreamHead.empty
        for size in [1, 2, 0, 7, 1, 500] {
            let append = Append(
                garage: garage.name, head: head, recordedAt: TestGarage.noon,
                events: (0..<size).map { TestGarage.event("\($0)") })
            #expect(try await log.append(append) == .appended(append.newHead))
            #expect(append.newHead.version == head.version + Int64(size))
            head = append.newHead
            #expect(try await garage.head == head)
        }
        #expect(try await garage.events.map(\.version) == Array(1...511))
        try await ChainAudit.expectIntact(garage)
    }

    private static func staleHead(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let entry = vaultEntry("B-A 1")
        func expectConflict(behind version: Int64, _ events: [NewEvent]) async throws {
            let before = (try await garage.head, try await garage.events)
            let outcome = try await garage.append(
                events, behind: StreamHead(version: version, hash: before.0.hash, recordedAt: TestGarage.noon),
                replies: [TestGarage.reply("late")], plates: [entry])
            #expect(outcome == .conflict, "behind \(version)")
            #expect(try await garage.head == before.0)
            #expect(try await garage.events == before.1)
            #expect(try await log.replies(of: garage.name, to: ["late"]).isEmpty)
            #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 1"]).isEmpty)
        }
        for version in [Int64(-1), 1, 5] { try await expectConflict(behind: version, [TestGarage.event()]) }
        try await expectConflict(behind: 1, [])
        _ = try await garage.append([TestGarage.event(), TestGarage.event(), TestGarage.event()])
        for version in [Int64(-1), 0, 2, 4] {
            try await expectConflict(behind: version, [TestGarage.event()])
            try await expectConflict(behind: version, [])
        }
    }

    private static func foreignHead(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        _ = try await garage.append([TestGarage.event("1")])
        let other = TestGarage(in: log)
        _ = try await other.append([TestGarage.event("2")])
        let (head, foreign) = (try await garage.head, try await other.head)
        await #expect(throws: AppendError.foreignHead(garage: garage.name, version: 1)) {
            _ = try await garage.append(
                [TestGarage.event()], behind: foreign, replies: [TestGarage.reply("a")],
                plates: [vaultEntry("B-A 1")])
        }
        #expect(try await garage.head == head)
        #expect(try await garage.events.count == 1)
        #expect(try await log.replies(of: garage.name, to: ["a"]).isEmpty)
        #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 1"]).isEmpty)
        await #expect(throws: AppendError.foreignHead(garage: "\(garage.name)-new", version: 0)) {
            _ = try await log.append(
                Append(
                    garage: "\(garage.name)-new",
                    head: StreamHead(version: 0, hash: head.hash, recordedAt: .earliest),
                    recordedAt: TestGarage.noon, events: [TestGarage.event()]))
        }
    }

    private static func clockThatGoesBack(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let clock = [5, 7, 3, 7, 8, -9].map { TestGarage.noon + .init(microseconds: $0) }
        for now in clock { _ = try await garage.append([TestGarage.event()], at: now) }
        let times = try await garage.events.map { ($0.recordedAt - TestGarage.noon).microseconds }
        #expect(times == [5, 7, 7, 7, 8, 8])
        #expect(try await garage.head.recordedAt == clock[4])
        let head = try await garage.head
        await #expect(throws: AppendError.self) {
            _ = try await garage.append(
                [TestGarage.event()],
                behind: StreamHead(version: head.version, hash: head.hash, recordedAt: .earliest))
        }
        try await ChainAudit.expectIntact(garage)
    }

    private static func noEvents(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let first = TestGarage.reply("a", #"{"refused": "full"}"#, version: 0)
        #expect(try await garage.append([], replies: [first]) == .appended(.empty))
        #expect(try await garage.head == .empty)
        #expect(try await log.garages()[garage.name] == nil)
        _ = try await garage.append([TestGarage.event()])
        let head = try await garage.head
        #expect(head.version == 1)
        let second = TestGarage.reply("b", "[1 ,2]")
        let later = TestGarage.noon + .init(microseconds: 60)
        #expect(try await garage.append([], at: later, replies: [second]) == .appended(head))
        #expect(try await garage.head == head)
        #expect(try await Set(log.replies(of: garage.name, to: ["a", "b"])) == [first, second])
    }

    private static func separateGarages(_ log: any EventLog) async throws {
        let garages = (0..<3).map { _ in TestGarage(in: log) }
        for (index, garage) in garages.enumerated() {
            for _ in 0...index {
                _ = try await garage.append([TestGarage.event("\(index)")])
            }
            let outcome = try await garage.append(
                [], replies: [TestGarage.reply("same id", "\(index)")], plates: [vaultEntry("B-A 1")])
            #expect(try await outcome == .appended(garage.head))
        }
        let listed = try await log.garages()
        for (index, garage) in garages.enumerated() {
            #expect(listed[garage.name] == Int64(index + 1))
            #expect(try await garage.events.allSatisfy { $0.event.payload == Array("\(index)".utf8) })
            #expect(try await log.replies(of: garage.name, to: ["same id"]).map(\.reply) == [Array("\(index)".utf8)])
            #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 1"]).count == 1)
        }
    }

    /// A new entry for a plate.
    static func vaultEntry(_ plate: String) -> VaultEntry {
        var generator = SystemRandomNumberGenerator()
        return VaultEntry(plate: plate, using: &generator)
    }
}

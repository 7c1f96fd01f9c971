import EventLog
import Testing

extension ConformanceCheck {
    static let vault = [
        ConformanceCheck("the vault finds its entries by plate and by id, and no others", entriesFound),
        ConformanceCheck("an event that erases plates takes their rows out, and no others", erased),
        ConformanceCheck("a plate that the vault has is refused, and nothing of its append is stored", knownPlate),
    ]

    private static func entriesFound(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let entries = ["B-A 1", "ÄÖ-Ü 2", "a'b\\{,}\""].map(vaultEntry)
        _ = try await garage.append([TestGarage.event()], plates: [entries[0]])
        _ = try await garage.append([TestGarage.event()], plates: Array(entries[1...]))
        let plates = entries.map(\.plate) + ["B-A 2", "b-a 1", "B-A 1"]
        #expect(try await log.vaultEntries(of: garage.name, plates: plates).count == 3)
        #expect(try await Set(log.vaultEntries(of: garage.name, plates: plates)) == Set(entries))
        let ids = entries.map(\.plateID) + [[], Array(repeating: 0, count: 16)]
        #expect(try await Set(log.vaultEntries(of: garage.name, plateIDs: ids)) == Set(entries))
        #expect(try await log.vaultEntries(of: garage.name, plateIDs: [ids[1]]) == [entries[1]])
        #expect(try await log.vaultEntries(of: garage.name, plates: []).isEmpty)
        #expect(try await log.vaultEntries(of: garage.name, plateIDs: []).isEmpty)
        #expect(try await log.vaultEntries(of: garage.name, plates: plates).allSatisfy { $0.isGenuine })
    }

    private static func erased(_ log: any EventLog) async throws {
        let (garage, other) = (TestGarage(in: log), TestGarage(in: log))
        let entries = ["B-A 1", "B-A 2", "B-A 3"].map(vaultEntry)
        _ = try await garage.append([TestGarage.event()], plates: Array(entries.prefix(2)))
        _ = try await other.append([TestGarage.event()], plates: [entries[1]])
        // Also one that comes with it.
        let gone = [entries[1], entries[2]].map { "\"\(hexadecimal($0.plateID))\"" }.joined(separator: ",")
        let erasure = NewEvent(
            type: "plates-erased", schemaVersion: 1, occurredAt: TestGarage.noon, commandID: nil, actor: "office",
            payload: Array(#"{"plates":[\#(gone)]}"#.utf8))
        _ = try await garage.append([erasure, TestGarage.event(#"{"plates":"none"}"#)], plates: [entries[2]])
        let ids = entries.map(\.plateID)
        #expect(try await log.vaultEntries(of: garage.name, plateIDs: ids) == [entries[0]])
        #expect(try await log.vaultEntries(of: other.name, plateIDs: ids) == [entries[1]])
        // Who comes back has a row of its own.
        let again = vaultEntry("B-A 2")
        _ = try await garage.append([TestGarage.event()], plates: [again])
        #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 2"]) == [again])
        // Together with other garages.
        let second = NewEvent(
            type: "plates-erased", schemaVersion: 1, occurredAt: TestGarage.noon, commandID: nil, actor: "office",
            payload: Array(#"{"plates":["\#(hexadecimal(again.plateID))"]}"#.utf8))
        let appends = [
            Append(
                garage: other.name, head: try await other.head, recordedAt: TestGarage.noon,
                events: [TestGarage.event(), TestGarage.event()]),
            Append(
                garage: garage.name, head: try await garage.head, recordedAt: TestGarage.noon,
                events: [TestGarage.event(), second]),
        ]
        let standing = try await log.appendTogether(appends)
        for append in appends where standing.contains(append.garage) {
            _ = try await log.append(append)
        }
        #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 2"]).isEmpty)
        #expect(try await log.vaultEntries(of: other.name, plates: ["B-A 2"]) == [entries[1]])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func knownPlate(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        let known = vaultEntry("B-A 1")
        _ = try await garage.append([TestGarage.event()], plates: [known])
        let before = try await (garage.head, garage.events)
        for plates in [[vaultEntry("B-A 2"), vaultEntry("B-A 1")], [vaultEntry("B-A 3"), vaultEntry("B-A 3")]] {
            await #expect(throws: (any Error).self) {
                _ = try await garage.append(
                    [TestGarage.event()], replies: [TestGarage.reply("a")], plates: plates)
            }
        }
        #expect(try await garage.head == before.0)
        #expect(try await garage.events == before.1)
        #expect(try await log.replies(of: garage.name, to: ["a"]).isEmpty)
        let plates = ["B-A 1", "B-A 2", "B-A 3"]
        #expect(try await log.vaultEntries(of: garage.name, plates: plates) == [known])
    }
}

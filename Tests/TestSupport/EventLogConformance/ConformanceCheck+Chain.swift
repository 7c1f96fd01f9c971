import Chronology
import EventLog
import Testing

extension ConformanceCheck {
    static let chain = [
        ConformanceCheck("each event's hash follows from the one before and every other column", linksFollow),
        ConformanceCheck("the same events in another garage have other hashes", linksDiffer),
    ]

    private static func linksFollow(_ log: any EventLog) async throws {
        let garage = TestGarage(in: log)
        for index in 0..<4 {
            _ = try await garage.append(
                (0...index).map { TestGarage.event("[\($0)]", command: $0 == 0 ? nil : "c\($0)") },
                at: TestGarage.noon + .init(microseconds: Int64(index)))
        }
        let events = try await garage.events
        #expect(events.count == 10)
        var previous = Array<UInt8>(repeating: 0, count: 32)
        for stored in events {
            let link = ChainAudit.link(stored, of: garage.name, behind: previous)
            #expect(link == stored.hash.bytes)
            previous = link
        }
        #expect(try await garage.head.hash.bytes == previous)
    }

    private static func linksDiffer(_ log: any EventLog) async throws {
        let garages = [TestGarage(in: log), TestGarage(in: log)]
        for garage in garages { _ = try await garage.append([TestGarage.event()]) }
        #expect(try await garages[0].head.hash != garages[1].head.hash)
    }
}

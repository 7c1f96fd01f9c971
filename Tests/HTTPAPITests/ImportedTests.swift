import HTTPTypes
import SystemTime
import TestSupport
import Chronology
import EventLog
import Importing
import Money
import Parking
import Tariffs
import Testing

extension HTTPTests {
    @Suite struct ImportedTests {
        /// Every answer is held against the document, so that it describes what no command led to.
        @Test func `a garage that was taken over reads as documented, its events without a command`() async throws {
            try await Site.with(capacity: nil) { site in
                let settings = GarageSettings(
                    name: "Mitte", zone: try #require(Service.zones.rules("Europe/Berlin")),
                    currency: try #require(Currency(code: "EUR")), capacity: 2,
                    gates: [Gate(id: GateID("in")!, lane: .both)])
                let card = RateCard(rates: [
                    Rate(id: RateID("hour")!, price: .perUnit(Money(minorUnits: 200), every: .hours(1)))
                ])
                let stays = """
                    entry,exit,plate
                    2026-03-01 08:00:00,2026-03-01 12:00:00,A 1
                    2026-03-01 09:00:00.25,,A 2
                    2026-03-01 10:00:00,2026-03-01 11:00:00,
                    """
                let summary = try await StaysImport(log: PostgresEventLog(Service.shared.pool), codec: Service.codec)
                    .run(
                        Array(stays.utf8), into: try #require(GarageID(site.garage)), settings: settings, card: card,
                        now: site.clock.now
                    ) { _, _ in }
                let events = try #require(try await site.get("events?limit=1000").json?["events"]?.array)
                #expect(events.count == summary.events && events.count > 6)
                #expect(events.allSatisfy { $0["commandId"] == nil })
                for rest in ["", "occupancy", "overstays", "permits", "allowlists/2026-03-01"] {
                    #expect(try await site.get(rest).status == .ok)
                }
                let sessions = events.filter { $0["type"] == "car-entered" }.compactMap { $0["version"]?.integer }
                #expect(sessions.count == 3)
                for session in sessions {
                    #expect(try await site.read("sessions/\(session)") != .null)
                    #expect(try await site.read("sessions/\(session)/charge") != .null)
                }
            }
        }
    }
}

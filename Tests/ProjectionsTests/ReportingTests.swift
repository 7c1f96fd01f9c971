import Chronology
import DatabaseTesting
import ParkingJSON
import ParkingService
import Postgres
import Projections
import Tariffs
import Testing

/// What reporting jobs read of a stay.
@Suite(.needsServer, .timeLimit(.minutes(2)))
struct ReportingTests {
    @Test func `a stay's vehicle, validations, agreement and tax stand in columns, with what priced it`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                try await site.send(
                    .cardPublished,
                    #"{"card": "bike", "rates": [{"id": "hour", "price": {"perUnit": "1.19", "every": "1 h"}}], "#
                        + #""crossing": "perBlock", "tax": {"name": "VAT", "rate": "19", "included": true}, "#
                        + #""agreements": [{"id": "hospital", "minutesOff": "60 min"}]}"#)
                clock.set(clock.instant + .minutes(1))
                try await site.send(.gateOpen, #"{"plate": "M-AB 1", "gate": "in", "vehicle": "bike"}"#)
                for validation in ["shop", "cinema"] {
                    try await site.send(.validate, #"{"plate": "M-AB 1", "validation": "\#(validation)"}"#)
                }
                try await site.send(.applyAgreement, #"{"plate": "M-AB 1", "agreement": "hospital"}"#)
                try await database.catchUp()
                #expect(try await row(database) == "open bike cinema+shop hospital - - - -")
                clock.set(clock.instant + .minutes(150))
                try await site.leave("M-AB 1")
                try await database.catchUp()
                let zone = ZoneDatabase().version
                #expect(
                    try await row(database)
                        == "ended bike cinema+shop hospital bike 2.38 0.38 \(Tariff.engineVersion)/\(zone)")
            }
        }
    }

    private func row(_ database: PostgresConfiguration) async throws -> String {
        try await withConnection(to: database) { connection in
            try await connection.run { session in
                try session.query(
                    """
                    select concat_ws(' ', state, vehicle, array_to_string(validations, '+'), agreement, coalesce(card, '-'),
                        coalesce(total::text, '-'), coalesce(tax::text, '-'), coalesce(engine_version || '/' || zone_data, '-'))
                    from reporting.session_charges
                    """)[0].text(0)
            }
        }
    }
}

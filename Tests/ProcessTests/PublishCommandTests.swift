import EventLog
import TestSupport
import Foundation
import Testing

/// A card's file put on offer: `parklog publish`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct PublishCommandTests {
    @Test func `what differs goes into the log, and the same file again changes nothing`() async throws {
        try await Database.with { database in
            try await Files.with { files in
                let garage = try await Program.run(
                    ["import", "-g", "mitte", "--time-zone", "Europe/Berlin", "-"], database: database.url,
                    input: "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n")
                try #require(garage.code == 0, "\(garage.errors)")
                func publish(_ card: String, _ options: String...) async throws -> (
                    code: Int32, output: String, errors: String
                ) {
                    try await Program.run(["publish", card, "-g", "mitte"] + options, database: database.url)
                }
                let card = try files.write("card.json", Files.card(Files.hourly))
                let first = try await publish(card, "--as", "standard")
                #expect(first.code == 0, "\(first.errors)")
                #expect(first.output.contains(#""result":{"card":"standard","published":["hour"]"#), "\(first.output)")
                let again = try await publish(card, "--as", "standard")
                #expect(again.output.contains(#""events":[],"#), "\(again.output)")
                #expect(again.output.contains(#""published":[],"withdrawn":[],"unchanged":["hour"]"#))
                #expect(again.errors.isEmpty, "\(again.errors)")
                #expect(try await database.events().suffix(1).map(\.event.type) == ["rate-published"])

                // What a file leaves out stays, and is named; unless the card is to be what the file says.
                let tax = #", "tax": {"name": "VAT", "rate": "19.00", "included": true}"#
                let taxed = try await publish(
                    try files.write("tax.json", Files.card(Files.hourly, tax)), "--as", "standard")
                #expect(taxed.output.contains(#""changes":[{"part":"tax","change":"added"}]"#), "\(taxed.output)")
                let kept = try await publish(card, "--as", "standard")
                #expect(kept.output.contains(#""events":[],"#), "\(kept.output)")
                #expect(kept.errors.contains("Kept, as the file leaves it out: tax."), "\(kept.errors)")
                let whole = try await publish(card, "--as", "standard", "--whole")
                #expect(whole.output.contains(#""changes":[{"part":"tax","change":"removed"}]"#), "\(whole.output)")
                #expect(whole.errors.isEmpty, "\(whole.errors)")
                let events = try await database.events()

                // Its rates and the moment at which they meet are named, a line for each fault.
                let second = #"{"id": "other", "price": {"perUnit": "3.00", "every": "1 h"}}"#
                let both = try files.write("both.json", Files.card([Files.hourly, second].joined(separator: ",")))
                let refused = try await publish(both)
                #expect(refused.code == 1)
                #expect(refused.output.isEmpty)
                let lines = refused.errors.split(separator: "\n")
                #expect(lines.count == 2, "\(refused.errors)")
                #expect(
                    lines.last?.hasPrefix("  rates-overlap: Rates 'hour' and 'other' are both in force at ") == true)

                let once = #"{"id": "a", "price": {"once": "1"}}"#
                let unlike = try await publish(try files.write("yen.json", Files.card(once, currency: "JPY")))
                #expect(unlike.code == 1)
                #expect(unlike.errors.contains("The card is for JPY and Europe/Berlin, the garage for EUR"))
                #expect(try await database.events() == events)
            }
        }
    }
}

import ArgumentParser
import Chronology
import HTTPAPI
import Logging
import Parking
import Hosting
import Postgres
import Settings
import SystemTime

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a demo garage with a day of traffic, and say what to try.")

    @OptionGroup var listening: PortOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            // The demo is for this machine alone, and asks nobody, whatever else is set.
            let settings = try shared.settings(
                listening.flags.merging([.host: .text("127.0.0.1"), .insecureLoopback: .isOn(true)]) { $1 })
            let (logger, told) = (settings.logger(), try ServeSettings(settings))
            try await withDatabase(settings, with: .nothing) { database, stop in
                _ = try await database.migrate(logger)
                try await database.meet(.serving(whateverTheClock: false), logger)
                let guide = try await DemoGuide.prepare(database, logger)
                try await serve(database, told, stop: stop, logger: logger) { port in
                    Terminal.announce(guide.text(port: port))
                }
                Terminal.announce("Stopped. The data stays; the next start goes on with it.")
            }
        }
    }
}

/// Commands to try, and what they show.
struct DemoGuide: Sendable {
    let highlights: DemoGarage.Highlights?
    let today: LocalDay

    /// Plays the demo day, unless the garage is there already.
    static func prepare(_ database: Database, _ logger: Logger) async throws -> DemoGuide {
        guard let zone = database.zones.rules("Europe/Berlin") else {
            throw Failure(.unavailable, "The system has no time zone data; install tzdata.")
        }
        let demo = DemoGarage(zone: zone, now: systemClock())
        let clock = DemoDay.Clock(.earliest)
        let bar = ProgressBar("playing the demo day")
        let highlights = try await withGarages(database, clock: { clock.instant }, logger: logger) { hosts, pool in
            try await DemoDay(demo).playUnlessPlayed(on: hosts, clock: clock) { bar.show($0, of: $1) }
        }
        bar.end()
        try await bringUpToDate(database, logger)
        return DemoGuide(highlights: highlights, today: zone.day(of: systemClock()))
    }

    func text(port: Int) -> String {
        let base = "http://127.0.0.1:\(port)/v1/garages/demo"
        let before = highlights?.beforeEventRate.description ?? "N"
        return """

            parklog listens on http://127.0.0.1:\(port) with the garage "demo". Ctrl-C stops it. Try, in another terminal:

              1. How full it is, and how full it was at noon yesterday:
                 curl -s \(base)/occupancy
                 curl -s '\(base)/occupancy?asOf=\(today.previous)T12:00:00Z'
              2. Who may come and go today:
                 curl -s \(base)/allowlists/\(today)
              3. Who should have left yesterday, and whether today's and tomorrow's spots suffice:
                 curl -s \(base)/overstays
              4. What a stay costs that began before a concert's rate was published: the rate is left out, as "published-later":
                 curl -s \(base)/sessions/\(before)/charge
              5. A camera reads a plate at the entry; the answer is open or deny, with a reason:
                 curl -s -H 'Idempotency-Key: try-1' --json '{"plate": "B-EV 1E", "gate": "north"}' \(base)/commands/plate-seen
              6. The charge of 4. as a driver reads it, and what three hours would cost today:
                 \(CommandLine.arguments[0]) explain \(before) -g demo
                 curl -s --json '{"garage": "demo", "stays": [{"entry": "\(today)T09:00", "exit": "\(today)T12:00"}]}' http://127.0.0.1:\(port)/v1/quotes
              7. A resident buys a month, at the price that is known now; 2. then lists the plate:
                 curl -s --json '{"plate": "B-EV 2E", "kind": "subscription", "subscription": "resident"}' \(base)/commands/grant-permit

            """
    }
}

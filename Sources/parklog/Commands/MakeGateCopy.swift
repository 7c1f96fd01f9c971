import Access
import ArgumentParser
import Chronology
import Foundation
import Hosting
import Parking
import Postgres
import Projections
import SystemTime

struct MakeGateCopy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate-copy",
        abstract: "Write a signed copy of a day's allowlist, with the rates, for a gate that cannot ask.",
        discussion: """
            The copy names plates: who has the file can read them. It is good from the day's beginning on, for admission and for \
            stays that begin on that day, and ends some hours behind it.
              parklog gate-copy -g harbour --day 2026-03-02 --out harbour.jws
              parklog gate-check harbour.jws "B-AB 123" --key keys.json
            """)

    @OptionGroup var garage: GarageOption
    @Option(help: "The local day; today where it is left out.") var day: LocalDay?
    @Option(help: "How long behind its day it lasts, up to 24 h.") var tail: TimeSpan = GateCopy.usualTail
    @Option(help: "Write it to this file; - for standard output.") var out: String = "-"
    @OptionGroup var key: CopyKeyOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (.zero...GateCopy.longestTail).contains(tail) else {
            throw ValidationError("--tail must be from 0 s to 24 h.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(key.flags)
            let (garage, day, tail, logger) = (garage.garage, day, tail, settings.logger())
            let key = try InstallationKey(file: settings.copyKeyPath)
            let signed = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    guard try await pool.run({ try AccessStore.isKnown(key, $0) }) else {
                        throw Failure(
                            .data, "Gates do not know the key; parklog gate-key makes it known, or a new one.")
                    }
                    let queries = Queries(pool: pool, hosts: hosts)
                    let wanted: LocalDay
                    if let day {
                        wanted = day
                    } else {
                        wanted = try await queries.settings(garage).zone.day(of: systemClock())
                    }
                    return try SignedCopy.sign(
                        try await queries.gateCopy(of: garage, on: wanted, tail: tail), by: key)
                }
            }
            let text = String(decoding: signed, as: UTF8.self)
            // It names plates: a file that is made is its owner's.
            umask(0o077)
            if out == "-" { try Terminal.line(text) } else { try Outlet.write(text + "\n", toFile: out) }
        }
    }
}

import Importing
import Projections
import Chronology
import TestSupport
import EventLog
import Foundation
import Money
import Parking
import Hosting
import Postgres
import Tariffs
import Testing

/// A real garage's seven months, counted and priced by a script that shares nothing with this program.
@Suite(
    .needsServer, .timeLimit(.minutes(5)),
    .enabled(if: RealStays.file != nil, "../shared/data has no shenzhen_baihui_2016_stays.csv.gz"),
    .enabled(if: RealStays.python != nil, "python3 is not installed"))
struct RealStaysTests {
    @Test func `the garage in Shenzhen comes out as the script counts and prices it`() async throws {
        let file = try #require(RealStays.file)
        let stays = try RealStays.output("/usr/bin/env", ["gzip", "-dc", file])
        let script = try RealStays.output(
            try #require(RealStays.python),
            [RealStays.script, file, "--at", "2016-08-15 08:00:00", "--hour", "5", "--day", "40"])
        let counted = Dictionary(
            uniqueKeysWithValues: String(decoding: script, as: UTF8.self).split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), String(words[1]))
            })

        try await ReadingSite.with { reading in
            let settings = try StaysImportTests.settings(120, zone: "Asia/Shanghai", currency: "CNY")
            let rate = Rate(
                id: RateID("hour")!, price: .perUnit(Money(minorUnits: 500), every: .hours(1)),
                caps: [Cap(Money(minorUnits: 4000), in: .calendarDay)])
            let summary = try await TestDatabase.withPool(on: reading.database, size: 1) { pool in
                try await StaysImport(log: PostgresEventLog(pool), codec: .tests).run(
                    [UInt8](stays), into: .mitte, settings: settings, card: RateCard(rates: [rate]), now: .monday
                ) { _, _ in }
            }
            #expect(summary.stays == 39_087)
            #expect(summary.rejected.count == 6)
            #expect(summary.anomalies == [.overCapacity: 5100, .zeroLength: 4980])
            #expect(String(summary.rows) == counted["rows"])
            #expect(String(summary.stays) == counted["stays"])

            try await reading.catchUp()
            let moment = settings.zone.instant(of: LocalDateTime("2016-08-15 08:00:00")!)
            for basis in AsOf.Basis.allCases {
                let view = try await reading.queries.occupancy(of: .mitte, asOf: AsOf(moment, basis: basis))
                #expect(String(view.inside) == counted["inside"])
            }
            let total = try await TestDatabase.withPool(on: reading.database, size: 1) { pool in
                try await pool.run { session in
                    try session.query("select sum(total)::text from reporting.session_charges")[0].text(0)
                }
            }
            #expect(total == counted["total"])
        }
    }
}

/// Where the real stays are, and what reads them.
private enum RealStays {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let script = package.appending(path: "scripts/oracle/stays.py").path

    static var file: String? {
        existing(package.appending(path: "../shared/data/shenzhen_baihui_2016_stays.csv.gz").standardized.path)
    }

    static var python: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.compactMap { existing("\($0)/python3") }.first
    }

    private static func existing(_ path: String) -> String? {
        FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func output(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }
}

import ArgumentParser
import Foundation

/// The table of loads that a Markdown file shows, between two comments.
enum LoadTable {
    /// Over how many garages a load is spread, by how many connections.
    struct Spread: Sendable {
        let garages: Int
        let connections: Int
    }

    /// What one spread came to, beside so many bare INSERTs a second in the same minute.
    struct Row: Sendable {
        let spread: Spread
        let figures: LoadFigures
        let inserts: Double

        var ratio: Double { figures.commandsPerSecond / inserts }
    }

    /// The spreads that are shown.
    static let spreads = [
        Spread(garages: 100, connections: 32), Spread(garages: 100, connections: 128),
        Spread(garages: 1_000, connections: 128), Spread(garages: 1, connections: 32),
    ]

    private static let (begin, end) = ("<!-- load -->\n", "<!-- /load -->")

    /// Writes the table in the place of the one that stands there.
    static func write(_ rows: [Row], to path: String) throws {
        var text = try String(contentsOfFile: path, encoding: .utf8)
        guard let begin = text.range(of: begin), let end = text.range(of: end) else {
            throw ValidationError("\(path) has no \(LoadTable.begin.dropLast()) with a \(LoadTable.end) behind it.")
        }
        text.replaceSubrange(begin.upperBound..<end.lowerBound, with: markdown(rows))
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func markdown(_ rows: [Row]) -> String {
        let columns = [
            "garages", "connections", "commands/s", "p50 / p99 / p99.9, ms",
            "processor a command, service + PostgreSQL, µs", "read models behind, p50 / p99, ms", "beside pgbench",
        ]
        let cells = rows.map { row in
            let figures = row.figures
            return [
                "\(row.spread.garages)", "\(row.spread.connections)", "\(Int(figures.commandsPerSecond))",
                [50, 99, 99.9].map { "\(rounded(figures.milliseconds($0)))" }.joined(separator: " / "),
                "\(Int(figures.microseconds(figures.service))) + \(Int(figures.microseconds(figures.server)))",
                "\(Int(figures.lag(50))) / \(Int(figures.lag(99)))",
                "\(hundredths(row.ratio)) of \(Int(row.inserts))",
            ]
        }
        return ([columns, columns.map { _ in "---" }] + cells).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}

import Foundation
import JSON

/// The files under `docs`, which belong to what is published.
enum Documents {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")

    /// The example cards by the names of their files, without the ending.
    static func cards() throws -> [(name: String, json: [UInt8])] {
        let cards = folder.appending(path: "cards")
        return try FileManager.default.contentsOfDirectory(atPath: cards.path).sorted().map { file in
            (String(file.prefix { $0 != "." }), Array(try Data(contentsOf: cards.appending(path: file))))
        }
    }

    /// The schema of a rate card.
    static func schema() throws -> JSONSchema {
        let json = try Data(contentsOf: folder.appending(path: "rate-card.schema.json"))
        return try JSONSchema(try JSONValue(reading: Array(json)))
    }
}

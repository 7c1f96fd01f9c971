import Foundation

/// A folder with files for the program, for as long as a body takes.
struct Files {
    let folder: URL

    static func with<R>(_ body: (Files) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "parklog-files-" + String(UInt64.random(in: 0 ... .max), radix: 36))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(Files(folder: folder))
    }

    /// The path of a file of this name, there or not.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file; its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.appending(path: name))
        return path(name)
    }

    func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// A card with these rates; more fields begin with a comma.
    static func card(
        _ rates: String, id: String = "car", currency: String = "EUR", zone: String = "Europe/Berlin",
        _ more: String = ""
    ) -> String {
        """
        {"card": "\(id)", "name": "Card", "currency": "\(currency)", "timeZone": "\(zone)", "crossing": "perBlock",
         "rates": [\(rates)]\(more)}
        """
    }

    static let hourly = #"{"id": "hour", "name": "By the hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#
    static let bird = """
        {"id": "bird", "name": "Early bird", "price": {"once": "7.00"},
         "earlyBird": {"entry": {"from": "06:00", "until": "09:30"}, "exit": {"from": "15:00", "until": "18:00"}}}
        """
    static let flex = """
        {"id": "flex", "name": "Flex", "price": {"weekGrid": [
            {"name": "morning", "amount": "4.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]},
            {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "10:00", "until": "18:00"}]}]}}
        """
}

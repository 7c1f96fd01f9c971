import Testing

/// A command's body that is refused, and how.
struct BadCommand: Sendable, CustomTestStringConvertible {
    let name: String
    let command: String
    let body: [UInt8]
    let problem: String
    let status: Int
    let field: String?

    init(
        _ name: String, _ command: String, _ body: [UInt8], _ problem: String, _ status: Int = 400,
        _ field: String? = nil
    ) {
        (self.name, self.command, self.body) = (name, command, body)
        (self.problem, self.status, self.field) = (problem, status, field)
    }

    init(
        _ name: String, _ command: String, _ body: String, _ problem: String, _ status: Int = 400,
        _ field: String? = nil
    ) {
        self.init(name, command, Array(body.utf8), problem, status, field)
    }

    /// A rate with this price and whatever more.
    static func rate(
        _ name: String, _ price: String, more: String = "", _ problem: String, _ status: Int, _ field: String
    ) -> BadCommand {
        BadCommand(name, "rate-published", #"{"id": "r", "price": \#(price)\#(more)}"#, problem, status, field)
    }

    /// Settings with one of them replaced, or added.
    static func settings(
        _ name: String, _ field: String, _ value: String, _ problem: String, _ status: Int, at: String? = nil
    ) -> BadCommand {
        let standing = [
            "name": #""Harbour""#, "timeZone": #""Europe/Berlin""#, "currency": #""EUR""#, "capacity": "10",
            "gates": #"[{"id": "north", "lane": "in"}]"#,
        ]
        let body = standing.merging([field: value]) { $1 }.map { #""\#($0)": \#($1)"# }.sorted().joined(separator: ", ")
        return BadCommand(name, "configure-garage", "{\(body)}", problem, status, at ?? field)
    }

    var testDescription: String { "\(command): \(name)" }
}

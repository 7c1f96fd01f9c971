import ArgumentParser
import Chronology
import Money
import Parking
import Hosting
import JSON
import Projections
import Tariffs

struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publish a card's file in a garage: what differs from the card on offer goes into the log.",
        discussion: """
            Stays that are in the garage keep the rates that they know. Terms that the file leaves out, such as tax or \
            subscriptions, stay as the card has them, and are named; with --whole they go. A card with an error is refused; \
            try it first with parklog lint, quote and backtest. The same file again changes nothing.
            """)

    @Argument(help: "The card's file; - for standard input.") var card: String
    @Option(name: .customLong("as"), help: "The name to publish it under; that in the file where it is left out.")
    var name: CardID?
    @Flag(help: "Make the card what the file says and nothing else: what it leaves out goes.") var whole = false
    @OptionGroup var garage: GarageOption
    @Option(help: "The command's id: the same one again gives the same reply.") var key: CommandID?
    @Option(help: "Who publishes it.") var actor: Parking.Actor = Actor("cli")!
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            var (document, change) = try CardFiles.readChange(card)
            document.card = name ?? document.card
            if whole { change = CardChange(document.rateCard) }
            let (published, said) = (document, change)
            let settings = try shared.settings()
            let (logger, garage, key, actor) = (settings.logger(), garage.garage, key, actor)
            let reply = try await withDatabase(settings) { database, _ in
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let settings = try await Queries(pool: pool, hosts: hosts).settings(garage)
                    guard published.currency == settings.currency, published.timeZone == settings.zone.name else {
                        throw Failure(
                            .refused,
                            "The card is for \(published.currency.code) and \(published.timeZone), the garage for"
                                + " \(settings.currency.code) and \(settings.zone.name).")
                    }
                    var body = JSONWriter()
                    body.cardChange(said, of: published.card, in: settings.currency)
                    return try await hosts.perform(
                        .cardPublished, on: garage, body: body.bytes, commandID: key, actor: actor)
                }
            }
            try Terminal.line(String(decoding: reply.json, as: UTF8.self))
            for remark in try Remarks(of: reply.json).lines { Terminal.note(remark) }
        }
    }
}

/// What a person should read of the answer to a card.
private struct Remarks {
    private var kept: [String] = []
    private var warnings: [String] = []

    init(of reply: [UInt8]) throws(JSONError) {
        var (kept, warnings): ([String], [String]) = ([], [])
        try JSONReader.read(reply) { (reader: inout JSONReader) throws(JSONError) in
            try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
                guard field == "result" else { return try reader.skip() }
                try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
                    switch field {
                    case "kept":
                        kept = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.string() }
                    case "warnings":
                        try reader.array { (reader: inout JSONReader) throws(JSONError) in
                            try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
                                guard field == "sentence" else { return try reader.skip() }
                                warnings.append(try reader.string())
                            }
                        }
                    default: try reader.skip()
                    }
                }
            }
        }
        (self.kept, self.warnings) = (kept, warnings)
    }

    var lines: [String] {
        (kept.isEmpty ? [] : ["Kept, as the file leaves it out: \(kept.joined(separator: ", "))."])
            + warnings.map { "Warning: \($0)" }
    }
}

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
            Stays that are in the garage keep the rates that they know. A card with an error is refused; try it first with \
            parklog lint, quote and backtest. The same file again changes nothing.
            """)

    @Argument(help: "The card's file; - for standard input.") var card: String
    @Option(name: .customLong("as"), help: "The name to publish it under; that in the file where it is left out.")
    var name: CardID?
    @OptionGroup var garage: GarageOption
    @Option(help: "The command's id: the same one again gives the same reply.") var key: CommandID?
    @Option(help: "Who publishes it.") var actor: Parking.Actor = Actor("cli")!
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            var document = try CardFiles.read(card)
            document.card = name ?? document.card
            let published = document
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
                    body.namedRateCard(
                        NamedRateCard(id: published.card, card: published.rateCard), in: settings.currency)
                    return try await hosts.perform(
                        .cardPublished, on: garage, body: body.bytes, commandID: key, actor: actor)
                }
            }
            try Terminal.line(String(decoding: reply.json, as: UTF8.self))
        }
    }
}

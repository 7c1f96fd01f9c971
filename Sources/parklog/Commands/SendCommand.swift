import ArgumentParser
import Parking
import Hosting

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "command",
        abstract: "Send a command to a garage and print the reply.",
        discussion: """
            The body is the JSON that the HTTP interface takes, for example
              parklog command reserve -g demo '{"plate": "B-XY 123", "day": "2026-03-02"}'
            """)

    @Argument(help: "The command: \(CommandName.allCases.map(\.rawValue).joined(separator: ", ")).")
    var command: CommandName

    @OptionGroup var garage: GarageOption

    @Argument(help: "Its body as JSON, or - to read it from standard input.")
    var body: String

    @Option(help: "The command's id: the same one again gives the same reply.")
    var key: CommandID?

    @Option(help: "Who sends it.")
    var actor: Parking.Actor = Actor("cli")!

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let logger = settings.logger()
            let bytes = body == "-" ? try FileBytes.read(body) : Array(body.utf8)
            let (command, garage, key, actor) = (command, garage.garage, key, actor)
            let reply = try await withDatabase(settings) { database, _ in
                return try await withGarages(database, logger: logger) { hosts, _ in
                    try await hosts.perform(command, on: garage, body: bytes, commandID: key, actor: actor)
                }
            }
            try Terminal.line(String(decoding: reply.json, as: UTF8.self))
        }
    }
}

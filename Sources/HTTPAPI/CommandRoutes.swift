import HTTPTypes
import Hummingbird
import NIOCore
import Parking
import JSON
import Hosting

/// `POST /v1/garages/{garage}/commands/{command}`
struct CommandRoutes {
    let hosts: GarageHosts
    let bodies: RequestBodies

    /// A command's body has at most so many bytes; a rate card's is large enough for ``RateCard/mostRates``.
    static func largestBody(of command: CommandName) -> Int { command == .cardPublished ? 1024 * 1024 : 64 * 1024 }

    func add(to router: some RouterMethods<HTTPContext>) {
        router.post("/v1/garages/:garage/commands/:command") { request, context in
            try await perform(request, context)
        }
    }

    private func perform(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let name = context.segment("command").flatMap(CommandName.init(rawValue:)) else {
            let names = CommandName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProblemResponse(.unknownCommand, "The commands are \(names).")
        }
        let garage = try context.garage()
        var commandID: CommandID?
        if let key = request.headers[.idempotencyKey] {
            guard let id = CommandID(key) else {
                throw ProblemResponse(
                    .invalidIdempotencyKey,
                    "An Idempotency-Key has 1 to 128 printable ASCII characters without blanks.")
            }
            commandID = id
        }
        let reply = try await bodies.whole(of: request, context, upTo: CommandRoutes.largestBody(of: name)) { body in
            try await hosts.perform(name, on: garage, body: body, commandID: commandID, actor: .http)
        }
        return .json(reply.json, headers: reply.isRepeated ? [.idempotentReplay: "true"] : [:])
    }
}

extension Actor {
    /// Whoever speaks HTTP: until there are tokens, nobody says who.
    static let http = Actor("http")!
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    /// Says that the reply is that of an earlier request under the same key.
    static let idempotentReplay = HTTPField.Name("Idempotent-Replay")!
}

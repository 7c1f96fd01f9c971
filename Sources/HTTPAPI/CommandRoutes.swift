import Access
import HTTPTypes
import Hummingbird
import NIOCore
import Parking
import JSON
import Hosting
import Projections

/// `POST /v1/garages/{garage}/commands/{command}`
struct CommandRoutes {
    let hosts: GarageHosts
    let queries: Queries
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
        try request.takes()
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
            let askedAt = ContinuousClock.now
            let request = try await hosts.read(name, of: garage, body, askedAt: askedAt)
            let caller = try context.known()
            try caller.mustBeAllowed(request.asked, context.extent)
            try await checkOwn(request.asked, by: caller, context.extent, in: garage)
            return try await hosts.submit(
                request, to: garage, commandID: commandID, actor: caller.actor, trace: context.trace,
                askedAt: askedAt)
        }
        return .json(reply.json, headers: reply.isRepeated ? [.idempotentReplay: "true"] : [:])
    }
}

extension CommandRoutes {
    /// A caller that may do this with its own only must have made the reservation.
    fileprivate func checkOwn(
        _ command: Command, by caller: Caller, _ extent: Extent, in garage: GarageID
    ) async throws {
        guard extent == .itsOwn, case .cancel(let cancellation) = command else { return }
        let version = cancellation.reservation.version
        guard try await queries.made(by: caller.actor, among: [version], of: garage).contains(version) else {
            throw ProblemResponse(AccessDenied.notItsOwn)
        }
    }
}

extension Caller {
    fileprivate func mustBeAllowed(_ command: Command, _ extent: Extent) throws(ProblemResponse) {
        do throws(AccessDenied) { try mayAsk(command, extent) } catch { throw ProblemResponse(error) }
    }
}

extension HTTPContext {
    /// Who asks.
    func known() throws(ProblemResponse) -> Caller {
        guard let caller else { throw ProblemResponse(TokenRefused.missing) }
        return caller
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    /// Says that the reply is that of an earlier request under the same key.
    static let idempotentReplay = HTTPField.Name("Idempotent-Replay")!
}

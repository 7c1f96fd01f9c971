public import Access
import HTTPTypes
import Hummingbird
import Logging
import Meters
import Parking

extension HTTPAPI {
    /// Whether the service asks who speaks to it.
    public enum Authentication: Sendable {
        /// Nobody is asked: for the loopback only (``LoopbackMiddleware``).
        case none
        /// Everybody has a token, and asks within limits.
        case tokens(TokenVerifier, within: RequestLimits)
    }
}

/// Lets in whoever may ask what is asked; what no table allows is allowed to nobody.
struct AccessMiddleware: RouterMiddleware {
    let authentication: HTTPAPI.Authentication
    let meters: Meters

    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        // What is at no address is found by nobody; what is for everybody needs no token.
        guard let address = context.endpointPath, !AccessMiddleware.forEverybody.contains(address) else {
            return try await next(request, context)
        }
        let caller = try await caller(of: request, context)
        context.caller = caller
        do {
            context.extent = try extent(of: caller, at: address, context)
        } catch {
            context.logger.info(
                "a caller was denied", metadata: ["caller": "\(caller.actor)", "reason": "\(error.sentence)"])
            throw ProblemResponse(error)
        }
        return try await next(request, context)
    }

    /// The addresses that tell nothing of any garage.
    static let forEverybody: Set<String> = ["/health/live", "/health/ready", "/openapi.yaml"]

    private func caller(of request: Request, _ context: HTTPContext) async throws -> Caller {
        guard case .tokens(let verifier, let limits) = authentication else { return .anybody }
        let bearer: Bearer
        do { bearer = try await AccessMiddleware.bearer(of: request, verifier) } catch {
            meters.count(.tokensRefused, "\(error)")
            try held(of: "address") { () throws(ProblemResponse) in try limits.takeStranger(context.origin?.client) }
            throw ProblemResponse(error)
        }
        try held(of: "token") { () throws(ProblemResponse) in try limits.take(bearer.token) }
        return bearer.caller
    }

    private static func bearer(
        of request: Request, _ verifier: TokenVerifier
    ) async throws(TokenRefused) -> Bearer {
        guard let header = request.headers[.authorization] else { throw .missing }
        let scheme = "bearer "
        guard header.lowercased().hasPrefix(scheme) else { throw .missing }
        return try await verifier.bearer(of: String(header.dropFirst(scheme.count)))
    }

    /// Counts who is held back.
    private func held(of whom: String, _ take: () throws(ProblemResponse) -> Void) throws(ProblemResponse) {
        do { try take() } catch {
            meters.count(.heldBack, whom)
            throw error
        }
    }

    private func extent(
        of caller: Caller, at address: String, _ context: HTTPContext
    ) throws(AccessDenied) -> Extent {
        if address == "/v1/garages/{garage}/commands/{command}" {
            // A name that no command or garage has is nobody's to send, and the route says so.
            guard let command = context.segment("command").flatMap(CommandName.init(rawValue:)),
                let garage = context.segment("garage").flatMap({ GarageID($0) })
            else { return .its }
            return try caller.maySend(command, to: garage)
        }
        guard let reading = Reading(address: address) else { throw .role(caller.role, "ask here", allowed: []) }
        guard reading.isOfGarage else { return try caller.mayRead(reading, of: nil) }
        guard let garage = context.segment("garage").flatMap({ GarageID($0) }) else { return .its }
        return try caller.mayRead(reading, of: garage)
    }
}

extension ProblemResponse {
    init(_ denied: AccessDenied) { self.init(.forbidden, denied.sentence) }

    init(_ refused: TokenRefused) {
        self.init(.unauthorized, refused.sentence)
        challenge =
            refused == .missing ? #"Bearer realm="parklog""# : #"Bearer realm="parklog", error="invalid_token""#
    }
}

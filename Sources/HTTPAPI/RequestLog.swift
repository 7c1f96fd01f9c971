import Hummingbird
import Logging

/// Finds out from where a request has come, and tells the log of it: its method, its address and its client, without the query, which
/// may name a plate, and no log does.
struct RequestLog: RouterMiddleware {
    let proxies: TrustedProxies

    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var metadata: Logger.Metadata = [
            "hb.request.path": "\(request.uri.path)", "hb.request.method": "\(request.method.rawValue)",
        ]
        if let peer = context.peer {
            let origin = proxies.origin(of: request.headers, from: peer)
            context.client = origin.client
            metadata["client"] = "\(origin.client)"
            if let scheme = origin.scheme { metadata["scheme"] = "\(scheme)" }
        }
        context.logger.debug("Request", metadata: metadata)
        return try await next(request, context)
    }
}

import Hummingbird

/// Finds out from where a request has come, past the proxies that are trusted.
struct OriginMiddleware: RouterMiddleware {
    let proxies: TrustedProxies

    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.origin = context.peer.map { proxies.origin(of: request.headers, from: $0) }
        return try await next(request, context)
    }
}

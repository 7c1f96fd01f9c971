import Hummingbird
import Logging

/// Tells the log of every request by its method and its address, without the query: that may name a plate, and no log does.
struct RequestLog<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        context.logger.debug(
            "Request",
            metadata: [
                "hb.request.path": "\(request.uri.path)", "hb.request.method": "\(request.method.rawValue)",
            ])
        return try await next(request, context)
    }
}

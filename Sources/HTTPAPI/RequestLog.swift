import Hummingbird
import Logging

/// Tells the log of every request by its method, its address and its client, without the query: that may name a plate, and no log
/// does.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        context.logger.debug("Request", metadata: RequestLog.about(request, context))
        return try await next(request, context)
    }

    private static func about(_ request: Request, _ context: HTTPContext) -> Logger.Metadata {
        var about: Logger.Metadata = [
            "hb.request.path": "\(request.uri.path)", "hb.request.method": "\(request.method.rawValue)",
        ]
        if let origin = context.origin { about["client"] = "\(origin.client)" }
        if let scheme = context.origin?.scheme { about["scheme"] = "\(scheme)" }
        return about
    }
}

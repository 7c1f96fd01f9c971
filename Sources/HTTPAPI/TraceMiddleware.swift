import HTTPTypes
import Hummingbird
import Logging
import Parking

/// Gives every request its place in a trace: in the log's lines, in the events that follow from it, and in its answer, by one
/// `traceparent`. A caller's trace goes on; without one a trace begins here.
struct TraceMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        let number = UInt64.random(in: 1 ... .max)
        // Two headers are none: nobody knows which of them is meant.
        let headers = request.headers[values: .traceparent]
        let callers = headers.count == 1 ? TraceParent(headers[0]) : nil
        let trace =
            callers?.next(request: number)
            ?? TraceParent(
                trace: (.random(in: 1 ... .max), .random(in: 0 ... .max)), request: number, isSampled: false)
        var context = context
        context.trace = trace
        let text = trace.description
        context.logger[metadataKey: "traceparent"] = .string(text)
        var response = try await next(request, context)
        response.headers[.traceparent] = text
        return response
    }
}

extension HTTPField.Name {
    static let traceparent = HTTPField.Name("traceparent")!
}

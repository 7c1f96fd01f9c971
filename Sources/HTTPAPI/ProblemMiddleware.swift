import Hummingbird
import Logging
import ParkingService

/// Turns whatever is thrown on the way into a problem, so that every error has one form.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let addresses: Addresses

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let response = try problem(error, request, context).response(from: request, context: context)
            // Where no route answers, nobody else takes the body off, and its bytes would be read as the next response.
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private func problem(_ error: any Error, _ request: Request, _ context: Context) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as CommandError:
            if case .unavailable(let reason) = error { log(reason, context) }
            if case .unreadable(_, let reason) = error { log(reason, context) }
            return Problem(error)
        case let error as ReadingError:
            if case .unavailable(let reason) = error { log(reason, context) }
            if case .unreadable(_, let reason) = error { log(reason, context) }
            return Problem(error)
        case let error as HTTPError where error.status == .notFound:
            let methods = addresses.methods(at: request.uri.path)
            return methods.isEmpty ? .notFound : .methodNotAllowed(methods)
        default:
            log("\(error)", context)
            return .internalError
        }
    }

    private func log(_ reason: String, _ context: Context) {
        context.logger.error("a request failed", metadata: ["error": "\(reason)"])
    }
}

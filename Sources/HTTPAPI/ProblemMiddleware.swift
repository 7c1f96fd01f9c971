import Hummingbird
import Logging
import ParkingService

/// Turns whatever is thrown on the way into a problem, so that every error has one form.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try problem(error, context).response(from: request, context: context)
        }
    }

    private func problem(_ error: any Error, _ context: Context) -> Problem {
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
        case let error as HTTPError where error.status == .contentTooLarge: return .tooLarge
        case let error as HTTPError where error.status == .methodNotAllowed: return .methodNotAllowed
        case let error as HTTPError where error.status == .notFound: return .notFound
        case let error as HTTPError where error.status.kind == .clientError:
            return Problem("bad-request", error.status, "Bad request", error.body ?? "The request cannot be understood.")
        default:
            log("\(error)", context)
            return .internalError
        }
    }

    private func log(_ reason: String, _ context: Context) {
        context.logger.error("a request failed", metadata: ["error": "\(reason)"])
    }
}

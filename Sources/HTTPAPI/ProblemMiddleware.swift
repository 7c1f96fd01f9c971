import Desks
import Hummingbird
import Logging
import EventLog
import Hosting
import Meters
import Parking
import Postgres
import Projections
import Quoting

/// Turns whatever is thrown on the way into a problem, so that every error has one form.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let addresses: Addresses
    var meters = Meters()

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = problem(error, request, context)
            meters.count(.problems, problem.name)
            let response = try problem.response(from: request, context: context)
            // Where no route answers, nobody else takes the body off, and its bytes would be read as the next response.
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private func problem(_ error: any Error, _ request: Request, _ context: Context) -> ProblemResponse {
        switch error {
        case let problem as ProblemResponse: return problem
        case let error as CommandError:
            switch error {
            case .unavailable(let trouble), .outcomeUnknown(let trouble): log(trouble.reason, context)
            case .unreadable(_, let reason): log(reason, context)
            case .altered(let altered): log("\(altered.garage): \(altered)", context)
            case .archived(let archived): log("\(archived)", context)
            case .body, .refused, .idReused, .overloaded, .stopping, .headDisagrees: break
            }
            return ProblemResponse(error.problem)
        case let error as QueryError:
            switch error {
            case .unavailable(let trouble): log(trouble.reason, context)
            case .unreadable(_, let reason): log(reason, context)
            case .altered(let altered): log("\(altered.garage): \(altered)", context)
            case .unreadableRow(let row): log("\(row.model): \(row.column)", context)
            case .unknownGarage, .notYet, .notYetCome, .unknownSession, .unknownReceipt, .unknownReport,
                .reportOfNow, .daysBackwards, .tooManyDays, .orphaned, .writtenOff, .generationAhead,
                .notReached, .stopped, .givenUp, .archived, .unknownVehicle, .notBookable:
                break
            case .deskFull(let full): meters.count(.turnedAway, full.kind.rawValue)
            }
            return ProblemResponse(error.problem)
        case let full as DeskFull:
            meters.count(.turnedAway, full.kind.rawValue)
            return ProblemResponse(full.problem)
        // Nobody is there to read it, but for a client that has closed its side alone.
        case is ClientLeft, is CancellationError: return ProblemResponse(Problem.givenUp)
        case let error as QuoteError: return ProblemResponse(error.problem)
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

import HTTPTypes
import Parking
import Tariffs

/// What may be wrong with a request before a garage hears of it, by its stable name.
enum HTTPProblem: String, CaseIterable, Hashable, Sendable {
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case unknownCommand = "unknown-command"
    case invalidParameter = "invalid-parameter"
    case invalidIdempotencyKey = "invalid-idempotency-key"
    case incompleteBody = "incomplete-body"
    case bodyTooLarge = "body-too-large"
    case notReady = "not-ready"
    case internalError = "internal-error"

    var status: HTTPResponse.Status {
        switch self {
        case .notFound, .unknownCommand: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .invalidParameter, .invalidIdempotencyKey, .incompleteBody: .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .notReady: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    var title: String {
        switch self {
        case .notFound: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .unknownCommand: "Unknown command"
        case .invalidParameter: "Invalid parameter"
        case .invalidIdempotencyKey: "Invalid idempotency key"
        case .incompleteBody: "Body is incomplete"
        case .bodyTooLarge: "Body too large"
        case .notReady: "Not ready"
        case .internalError: "Internal error"
        }
    }
}

extension ProblemResponse {
    static let notFound = ProblemResponse(
        .notFound, "Nothing is at this address; /openapi.yaml lists what there is.")
    static let incompleteBody = ProblemResponse(
        .incompleteBody, "The body ended early or is not framed as HTTP asks.")
    static let internalError = ProblemResponse(
        .internalError, "Something failed that should not; the service's log says what.")

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> ProblemResponse {
        var problem = ProblemResponse(
            .methodNotAllowed, "This address is asked in another way; /openapi.yaml says how.")
        problem.allowed = allowed
        return problem
    }

    static func tooLarge(_ limit: Int) -> ProblemResponse {
        ProblemResponse(.bodyTooLarge, "A body here has at most \(limit / 1024) KiB.")
    }

    static func invalidParameter(_ name: String, _ expected: String) -> ProblemResponse {
        ProblemResponse(.invalidParameter, "The parameter \"\(name)\" must be \(expected).", field: name)
    }

    static func unknownParameter(_ name: Substring, _ known: [String]) -> ProblemResponse {
        ProblemResponse(
            .invalidParameter,
            known.isEmpty
                ? "This address takes no parameters."
                : "This address takes the parameters \(known.joined(separator: ", ")).",
            field: String(name.unicodeScalars.prefix(40)))
    }
}

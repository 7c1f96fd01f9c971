import HTTPTypes
import Parking
import Tariffs

/// What may be wrong with a request before a garage hears of it, by its stable name.
enum HTTPProblem: String, CaseIterable, Hashable, Sendable {
    case unreadableRequest = "unreadable-request"
    case headTooLarge = "head-too-large"
    case versionNotSupported = "version-not-supported"
    case expectationFailed = "expectation-failed"
    case requestTimeout = "request-timeout"
    case tooManyConnections = "too-many-connections"
    case tooManyRequests = "too-many-requests"
    case unauthorized
    case forbidden
    case misdirectedRequest = "misdirected-request"
    case foreignPage = "foreign-page"
    case unsupportedMediaType = "unsupported-media-type"
    case tooManyLargeBodies = "too-many-large-bodies"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case unknownCommand = "unknown-command"
    case invalidParameter = "invalid-parameter"
    case invalidIdempotencyKey = "invalid-idempotency-key"
    case incompleteBody = "incomplete-body"
    case bodyTooLarge = "body-too-large"
    case notReady = "not-ready"
    case draining
    case internalError = "internal-error"

    var status: HTTPResponse.Status {
        switch self {
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .versionNotSupported: .httpVersionNotSupported
        case .expectationFailed: .expectationFailed
        case .requestTimeout: .requestTimeout
        case .tooManyRequests: .tooManyRequests
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .misdirectedRequest: .misdirectedRequest
        case .foreignPage: .forbidden
        case .unsupportedMediaType: .unsupportedMediaType
        case .notFound, .unknownCommand: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .unreadableRequest, .invalidParameter, .invalidIdempotencyKey, .incompleteBody: .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .notReady, .draining, .tooManyConnections, .tooManyLargeBodies: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    var title: String {
        switch self {
        case .unreadableRequest: "Request cannot be read"
        case .headTooLarge: "Request line and headers too large"
        case .versionNotSupported: "HTTP version not supported"
        case .expectationFailed: "Expectation failed"
        case .requestTimeout: "Request took too long"
        case .tooManyConnections: "Too many connections"
        case .tooManyRequests: "Too many requests"
        case .unauthorized: "Not known who asks"
        case .forbidden: "Not allowed"
        case .misdirectedRequest: "Misdirected request"
        case .foreignPage: "Foreign page"
        case .unsupportedMediaType: "Unsupported media type"
        case .tooManyLargeBodies: "Too many large bodies"
        case .notFound: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .unknownCommand: "Unknown command"
        case .invalidParameter: "Invalid parameter"
        case .invalidIdempotencyKey: "Invalid idempotency key"
        case .incompleteBody: "Body is incomplete"
        case .bodyTooLarge: "Body too large"
        case .notReady: "Not ready"
        case .draining: "Draining"
        case .internalError: "Internal error"
        }
    }
}

extension ProblemResponse {
    static let unreadable = ProblemResponse(
        .unreadableRequest, "The request line, a header or the framing of the body is not HTTP.")
    static let oneHost = ProblemResponse(.unreadableRequest, "A request of HTTP/1.1 has one header Host.")
    static let oneAuthority = ProblemResponse(
        .unreadableRequest, "A request of HTTP/2 names one host, as :authority or in a header Host.")
    static let headTooLarge = ProblemResponse(
        .headTooLarge, "The request line and the headers have at most \(DoorLimits.head / 1024) KiB.")
    static let versionNotSupported = ProblemResponse(
        .versionNotSupported, "The service speaks HTTP/1.1, and over TLS HTTP/2.")
    static let expectationFailed = ProblemResponse(
        .expectationFailed, "The header Expect can ask for 100-continue and nothing else.")
    static let requestTimeout = ProblemResponse(
        .requestTimeout, "The request did not come whole in time; send it again, faster.")
    static let tooManyConnections = ProblemResponse(
        .tooManyConnections, "Too many connections are open; close some, or try again in a moment.")
    static let tooManyLargeBodies = ProblemResponse(
        .tooManyLargeBodies, "Too many large bodies are being read at once; try again in a moment.")
    static let foreignPage = ProblemResponse(
        .foreignPage, "The request was sent by a web page that is not the service's own; nothing was done.")
    static let unsupportedMediaType = ProblemResponse(
        .unsupportedMediaType, "A body must be JSON, in UTF-8: send the header Content-Type: application/json.")

    static func misdirected(port: Int?) -> ProblemResponse {
        let place = port.map { "localhost:\($0)" } ?? "localhost"
        return ProblemResponse(
            .misdirectedRequest, "The service answers under its own loopback names only; ask it as http://\(place).")
    }

    static let draining = ProblemResponse(
        .draining, "The service is about to stop and answers what it has taken; send what is new to another one.")
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

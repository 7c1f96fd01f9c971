import HTTPTypes
public import ParkingService

extension Problem {
    /// Why a question has no answer.
    public init(_ error: ReadingError) {
        switch error {
        case .unknownGarage: self = .unknownGarage
        case .unknownSession(let id):
            self.init("unknown-session", .notFound, "Unknown session", "The garage has no session \(id).")
        case .notReached(let version):
            self.init(
                "not-reached", .serviceUnavailable, "Read model is behind",
                "The read model has not reached version \(version) yet; ask again.")
        case .unreadable(let version, _):
            self.init(
                "unreadable-log", .internalServerError, "Log cannot be read",
                "Event \(version) of the garage cannot be read by this version of the service; an operator must look at it."
            )
        case .unavailable:
            self.init(
                "unavailable", .serviceUnavailable, "Database does not answer", "Nothing was changed; ask again.")
        }
    }

    static func invalidParameter(_ name: String, _ expected: String) -> Problem {
        Problem(
            "invalid-parameter", .badRequest, "Invalid parameter", "The parameter \"\(name)\" must be \(expected).",
            field: name)
    }

    static func unknownParameter(_ name: Substring, _ known: [String]) -> Problem {
        Problem(
            "invalid-parameter", .badRequest, "Invalid parameter",
            known.isEmpty
                ? "This address takes no parameters."
                : "This address takes the parameters \(known.joined(separator: ", ")).",
            field: String(name.unicodeScalars.prefix(40)))
    }

    static let notFound = Problem(
        "not-found", .notFound, "Not found", "Nothing is at this address; /openapi.yaml lists what there is.")
    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        var problem = Problem(
            "method-not-allowed", .methodNotAllowed, "Method not allowed",
            "This address is asked in another way; /openapi.yaml says how.")
        problem.allowed = allowed
        return problem
    }

    static let sessionOrphaned = Problem(
        "session-orphaned", .conflict, "Session was orphaned",
        "The car came in again without having been seen leaving, so nobody knows until when to charge this stay.")
    static let incompleteBody = Problem(
        "incomplete-body", .badRequest, "Body is incomplete", "The body ended early or is not framed as HTTP asks.")
    static func tooLarge(_ limit: Int) -> Problem {
        Problem("body-too-large", .contentTooLarge, "Body too large", "A body here has at most \(limit / 1024) KiB.")
    }
    static let internalError = Problem(
        "internal-error", .internalServerError, "Internal error",
        "Something failed that should not; the service's log says what.")
}

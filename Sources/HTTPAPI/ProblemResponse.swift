import Chronology
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Parking
import Tariffs

/// An answer that says why there is no other (RFC 9457).
///
/// `type` is stable, and programs may act on it; `detail` is a sentence for people and says what to do. The types are those of
/// ``Parking/ProblemType`` and of ``HTTPProblem``, and no others.
struct ProblemResponse: Error, Hashable, Sendable {
    /// The last part of the type, such as `unknown-garage`.
    let name: String
    /// The status that goes with it.
    let status: HTTPResponse.Status
    let title: String
    /// A sentence for people.
    let detail: String
    /// The place in the body that is wrong, such as `gates[1].id`.
    let field: String?
    /// What is wrong with the rate card in the body.
    let findings: [Finding]
    /// The methods that the address takes, where it was asked by another one.
    var allowed: [HTTPRequest.Method] = []
    /// How to say who one is (RFC 6750).
    var challenge: String?

    init(_ problem: Problem) {
        name = problem.type.rawValue
        status = problem.type.kind.status
        title = problem.type.title
        detail = problem.detail
        field = problem.field
        findings = problem.findings
    }

    init(_ problem: HTTPProblem, _ detail: String, field: String? = nil) {
        name = problem.rawValue
        status = problem.status
        title = problem.title
        self.detail = detail
        self.field = field
        findings = []
    }

    /// The body: `application/problem+json`.
    var json: [UInt8] {
        JSONWriter.object { json in
            json.field("type", "urn:parklog:problem:\(name)")
            json.field("title", title)
            json.field("status", number: status.code)
            json.field("detail", detail)
            json.field("field", field)
            json.findings(findings, in: .utc)
        }
    }
}

extension ProblemType.Kind {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .unknown: .notFound
        case .conflict: .conflict
        case .invalid: .unprocessableContent
        case .unavailable: .serviceUnavailable
        case .busy: .tooManyRequests
        case .fault: .internalServerError
        }
    }
}

extension ProblemResponse: HTTPResponseError {
    /// The headers that go with it.
    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        // What an operator has to put right takes a while.
        if status == .serviceUnavailable || status == .tooManyRequests {
            headers[.retryAfter] =
                switch name {
                case ProblemType.databaseRefuses.rawValue, ProblemType.readModelStopped.rawValue: "10"
                // Who is served there takes seconds at times.
                case ProblemType.tooMuchAtOnce.rawValue: "3"
                default: "1"
                }
        }
        headers[.wwwAuthenticate] = challenge
        if !allowed.isEmpty { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
        return headers
    }

    /// The problem as a response.
    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}

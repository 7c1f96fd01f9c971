import Chronology
public import HTTPTypes
public import Hummingbird
import NIOCore
import ParkingJSON
public import Tariffs

/// An answer that says why there is no other (RFC 9457).
///
/// `type` is stable, and programs may act on it; `detail` is a sentence for people and says what to do.
public struct Problem: Error, Hashable, Sendable {
    /// The last part of the type, such as `unknown-garage`.
    public let name: String
    /// The status that goes with it.
    public let status: HTTPResponse.Status
    let title: String
    /// A sentence for people.
    public let detail: String
    /// The place in the body that is wrong, such as `gates[1].id`.
    var field: String?
    /// What is wrong with the rate card in the body.
    public internal(set) var findings: [Finding] = []
    /// The methods that the address takes, where it was asked by another one.
    var allowed: [HTTPRequest.Method] = []

    init(_ name: String, _ status: HTTPResponse.Status, _ title: String, _ detail: String, field: String? = nil) {
        self.name = name
        self.status = status
        self.title = title
        self.detail = detail
        self.field = field
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

extension Problem: HTTPResponseError {
    /// The problem as a response.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if status == .serviceUnavailable { headers[.retryAfter] = "1" }
        if !allowed.isEmpty { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}

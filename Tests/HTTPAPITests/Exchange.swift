import HTTPTypes

/// One request and its response, whatever carried them.
struct Exchange: Sendable {
    var method: HTTPRequest.Method
    /// The address with its query.
    var uri: String
    var sent: [UInt8]
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [UInt8]

    var path: String { String(uri.split(separator: "?", omittingEmptySubsequences: false)[0]) }
    /// The names of its parameters, as far as a fragment.
    var queryNames: [String] {
        let query = uri.split(separator: "?", maxSplits: 1).dropFirst().joined().prefix { $0 != "#" }
        return query.split(separator: "&").filter { $0 != "=" }.map { String($0.prefix { $0 != "=" }) }
    }
    var mediaType: String? {
        headers[.contentType]?.split(separator: ";").first?.trimmingPrefix(" ").description
    }

    /// The body as JSON; nil where it is none.
    var json: JSON? { try? JSON(body) }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The last part of the problem's type; nil where the body tells of none.
    var problem: String? {
        mediaType == "application/problem+json"
            ? json?["type"]?.string?.split(separator: ":").last.map(String.init) : nil
    }
}

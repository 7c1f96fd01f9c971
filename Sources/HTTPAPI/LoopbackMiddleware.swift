import HTTPTypes
import Hummingbird

/// Keeps web pages out: the loopback is no lock for what runs in a browser on the same machine.
///
/// Without access tokens the service answers only where it is called by its own name, so that a name which somebody else
/// lets point at the loopback reaches nothing, and refuses what a page of another origin sent. That bodies must be JSON, which
/// no page can send elsewhere unasked, is the matter of ``RequestBodies``.
struct LoopbackMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        let port = context.port
        guard let host = request.head.authority.flatMap(Authority.init), host.isOwn(port: port) else {
            throw ProblemResponse.misdirected(port: port)
        }
        guard request.isOwnPage(port: port) else { throw ProblemResponse.foreignPage }
        return try await next(request, context)
    }
}

/// A host and a port as a request names them (RFC 3986, section 3.2).
struct Authority: Hashable, Sendable {
    let host: String
    /// HTTP's own where none is named.
    let port: Int

    init?(_ text: String) {
        var host = Substring(text)
        var port = 80
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            let digits = text[text.index(after: colon)...]
            guard (1...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let number = Int(digits)
            else { return nil }
            (host, port) = (text[..<colon], number)
        }
        self.host = host.lowercased()
        self.port = port
    }

    /// Whether it is one of the service's own loopback names, at the port that the request came to.
    func isOwn(port: Int?) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(host) && (port == nil || port == self.port)
    }
}

extension Request {
    /// Whether a page of the service itself sent it, or nothing that is a page (RFC 6454; Fetch Metadata).
    fileprivate func isOwnPage(port: Int?) -> Bool {
        if let site = headers[.secFetchSite], !["same-origin", "none"].contains(site) { return false }
        guard let origin = headers[.origin] else { return true }
        guard origin.hasPrefix("http://"), let authority = Authority(String(origin.dropFirst("http://".count))) else {
            return false
        }
        return authority.isOwn(port: port)
    }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}

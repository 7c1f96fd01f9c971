import HTTPTypes
import Hummingbird

/// The addresses of a router, and by which methods each may be asked.
///
/// The router itself does not tell an address that it lacks from one that is asked by another method.
struct Addresses: Sendable {
    private let paths: [(path: RouterPath, method: HTTPRequest.Method)]

    init(of router: Router<some RequestContext>) {
        paths = router.routes.map { ($0.path, $0.method) }
    }

    /// The methods that an address takes; none where nothing is there.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let components = path.split(separator: "/")
        let methods = paths.filter { $0.path.matches(components) }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}

extension RouterPath {
    fileprivate func matches(_ components: [Substring]) -> Bool {
        count == components.count && zip(self, components).allSatisfy { $0 ~= $1 }
    }
}

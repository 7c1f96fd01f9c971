import Access
import Hummingbird
import NIOCore
import JSON
import Meters
import Parking
import Projections
import Quoting

/// `POST /v1/quotes`: what stays, hours and subscriptions would cost. It changes nothing.
struct QuoteRoutes {
    let queries: Queries
    let bodies: RequestBodies
    let meters: Meters

    /// Cards and stays take more room than commands.
    static let largestBody = 1024 * 1024

    func add(to router: some RouterMethods<HTTPContext>) {
        router.post("/v1/quotes") { request, context in try await quote(request, context) }
    }

    private func quote(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try request.takes()
        return try await bodies.whole(of: request, context, upTo: QuoteRoutes.largestBody) { body in
            let asked: QuoteRequest
            do throws(JSONError) { asked = try QuoteRequest(json: body) } catch { throw ProblemResponse(error.problem) }
            try context.mayQuote(asked)
            let answer = try await queries.tester(asked.book).answer(asked)
            meters.count(.quotes)
            var json = JSONWriter()
            json.quote(answer)
            return .json(json.bytes)
        }
    }
}

extension HTTPContext {
    /// A quote by what a garage has published is asked by those who may read of that garage.
    fileprivate func mayQuote(_ asked: QuoteRequest) throws(ProblemResponse) {
        guard case .garage(let garage, _) = asked.book, try !known().garages.contains(garage) else { return }
        throw ProblemResponse(AccessDenied.garage(garage))
    }
}

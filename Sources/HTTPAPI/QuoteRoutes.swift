import Hummingbird
import NIOCore
import JSON
import Parking
import Projections
import Quoting

/// `POST /v1/quotes`: what stays, hours and subscriptions would cost. It changes nothing.
struct QuoteRoutes {
    let queries: Queries

    /// Cards and stays take more room than commands.
    static let largestBody = 1024 * 1024

    func add(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/quotes") { request, _ in try await quote(request) }
    }

    private func quote(_ request: Request) async throws -> Response {
        try request.takes()
        let body = try await request.wholeBody(upTo: QuoteRoutes.largestBody)
        let asked: QuoteRequest
        do { asked = try QuoteRequest(json: body) } catch { throw ProblemResponse(error.problem) }
        let answer = try await queries.tester(asked.book).answer(asked)
        var json = JSONWriter()
        json.quote(answer)
        return .json(json.bytes)
    }
}

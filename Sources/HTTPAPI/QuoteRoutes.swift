import Access
import Desks
import Hummingbird
import JSON
import Meters
import NIOCore
import Parking
import Projections
import Quoting
import Tariffs
import Threads

/// `POST /v1/quotes`: what stays, hours and subscriptions would cost. It changes nothing.
struct QuoteRoutes {
    let queries: Queries
    let bodies: RequestBodies
    let desks: Desks
    /// How much one request may ask for.
    let work: WorkBudget
    let meters: Meters

    /// Cards and stays take more room than commands.
    static let largestBody = 1024 * 1024

    func add(to router: some RouterMethods<HTTPContext>) {
        router.post("/v1/quotes") { request, context in try await quote(request, context) }
    }

    private func quote(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try request.takes()
        let caller = try context.known()
        return try await bodies.whole(of: request, context, upTo: QuoteRoutes.largestBody) { body in
            let json = try await context.whileAwaited {
                try await desks.quotes.serve { try await answer(body, to: caller) }
            }
            meters.count(.quotes)
            return .json(json)
        }
    }

    private func answer(_ body: [UInt8], to caller: Caller) async throws -> [UInt8] {
        let asked = try await desks.threads.run { () throws(ProblemResponse) in try QuoteRoutes.read(body) }
        try caller.mayQuote(asked)
        var tester = try await queries.tester(asked.book)
        tester.work = work
        return try await desks.threads.run { [tester] () throws(QuoteError) in
            let answer = try tester.answer(asked)
            var json = JSONWriter()
            json.quote(answer)
            return json.bytes
        }
    }

    private static func read(_ body: [UInt8]) throws(ProblemResponse) -> QuoteRequest {
        do throws(JSONError) { return try QuoteRequest(json: body) } catch { throw ProblemResponse(error.problem) }
    }
}

extension Caller {
    /// A quote by what a garage has published is asked by those who may read of that garage.
    fileprivate func mayQuote(_ asked: QuoteRequest) throws(ProblemResponse) {
        guard case .garage(let garage, _) = asked.book, !garages.contains(garage) else { return }
        throw ProblemResponse(AccessDenied.garage(garage))
    }
}

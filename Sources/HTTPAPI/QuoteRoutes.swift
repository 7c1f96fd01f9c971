import Hummingbird
import NIOCore
import ParkingJSON
import ParkingService

/// `POST /v1/quotes`: what stays, hours and subscriptions would cost. It changes nothing.
struct QuoteRoutes {
    let readings: Readings

    /// Cards and stays take more room than commands.
    static let largestBody = 1024 * 1024

    func add(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/quotes") { request, _ in try await quote(request) }
    }

    private func quote(_ request: Request) async throws -> Response {
        try request.takes()
        let body = try await request.wholeBody(upTo: QuoteRoutes.largestBody)
        let asked: QuoteRequest
        do { asked = try QuoteRequest(json: body) } catch { throw Problem(error) }
        do {
            let answer = try await readings.tester(asked.book).answer(asked)
            var json = JSONWriter()
            json.quote(answer)
            return .json(json.bytes)
        } catch let error as QuoteError {
            throw Problem(error)
        }
    }
}

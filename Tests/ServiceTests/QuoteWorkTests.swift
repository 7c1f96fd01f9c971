import Chronology
import Parking
@testable import Quoting
import SystemTime
import Tariffs
import TestSupport
import Testing

/// How much one quote may ask for, and that it ends when nobody waits for it.
@Suite(.timeLimit(.minutes(5)))
struct QuoteWorkTests {
    /// Fifty rates around the clock: a month of it has 1,550 stretches.
    static let fifty: String = {
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        func clock(_ minute: Int) -> String { "\(digits(minute / 60)):\(digits(minute % 60))" }
        let days = #"["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]"#
        let rates = (0..<50).map { place in
            let (from, until) = (clock(1440 * place / 50), clock(1440 * (place + 1) / 50))
            return """
                {"id": "r\(place)", "price": {"perUnit": "1.\(10 + place)", "every": "7 min"},
                 "windows": [{"days": \(days), "from": "\(from)", "until": "\(until)"}]}
                """
        }
        return """
            {"card": "fifty", "name": "Fifty", "currency": "EUR", "timeZone": "Europe/Berlin", "crossing": "perBlock",
             "rates": [\(rates.joined(separator: ", "))]}
            """
    }()

    private func tester(_ work: WorkBudget) throws -> RateTester {
        let zones = ZoneDatabase()
        var tester = try RateTester([try RateCardDocument(json: Array(Self.fifty.utf8))], zones: { zones.rules($0) })
        tester.work = work
        return tester
    }

    private func stay(days: Int) -> QuotedStay {
        let exit = LocalDateTime("2026-03-\(10 + days)T08:00")!
        return QuotedStay(entry: .local(LocalDateTime("2026-03-10T08:00")!), exit: .local(exit))
    }

    private var curve: QuoteRequest {
        var request = QuoteRequest(.cards([]))
        var curve = QuotedCurve(stay(days: 1))
        (curve.upTo, curve.every, curve.budget) = (.days(31), .days(1), "90000.00")
        request.curve = curve
        return request
    }

    @Test func `stays beyond the budget are refused by the first that it does not last for, each time the same`() throws
    {
        let tester = try tester(WorkBudget(2_000_000))
        var request = QuoteRequest(.cards([]))
        request.stays = Array(repeating: stay(days: 20), count: 40)
        let error = #expect(throws: QuoteError.self) { try tester.answer(request) }
        guard case .tooMuchWork(let field) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let place = try #require(field.firstMatch(of: /^stays\[([0-9]+)\]$/)?.1).description
        let count = try #require(Int(place))
        #expect((1..<40).contains(count))
        #expect(throws: QuoteError.tooMuchWork(field)) { try tester.answer(request) }
        request.stays = Array(request.stays.prefix(count))
        #expect(try tester.answer(request).charges.count == count)
    }

    @Test func `a curve and the search for how long an amount lasts share the budget of the request`() throws {
        #expect(throws: QuoteError.tooMuchWork("curve")) { try tester(WorkBudget(500_000)).answer(curve) }
        #expect(throws: QuoteError.tooMuchWork("curve.budget")) { try tester(WorkBudget(20_000_000)).answer(curve) }
        let problem = QuoteError.tooMuchWork("curve.budget").problem
        #expect(problem.type == .invalidQuote && problem.field == "curve.budget")
    }

    @Test func `a request of usual size takes a small part of what one may ask for`() throws {
        var tester = try tester(WorkBudget(RateTester.usualWork.left / 100))
        var request = QuoteRequest(.cards([]))
        request.stays = Array(repeating: stay(days: 1), count: 20)
        #expect(try tester.answer(request).charges.count == 20)
        tester.work = RateTester.usualWork
        #expect(try tester.answer(request).charges.count == 20)
    }

    @Test func `a quote that nobody waits for any more ends between two prices`() async throws {
        let (tester, curve) = (try tester(.unlimited), curve)
        let work = Task { try tester.answer(curve) }
        work.cancel()
        await #expect(throws: QuoteError.givenUp) { try await work.value }
    }
}

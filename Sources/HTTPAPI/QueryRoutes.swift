import Access
import Chronology
import Desks
import Hummingbird
import NIOCore
import Parking
import Projections
import Tariffs

/// The questions: `GET /v1/garages`, and `GET /v1/garages/{garage}/…`, an address for each of ``Projections/Query/all``.
struct QueryRoutes {
    let queries: Queries
    let desks: Desks

    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/v1/garages") { request, context in
            try request.takes(["after", "limit"])
            let after = try request.query("after", "the name of a garage") { GarageID($0) }
            let limit = try request.limit() ?? 100
            let these: Set<GarageID>? =
                switch try context.known().garages {
                case .every: nil
                case .these(let garages): garages
                }
            return try await context.whileAwaited {
                try await desks.lists.serve {
                    Response.json(try await queries.garagesAnswer(after: after, limit: limit, among: these).json)
                }
            }
        }
        let garage = router.group("/v1/garages/:garage")
        for query in Query.all {
            garage.get(RouterPath(query.path)) { request, context in
                let caller = try context.known()
                var question = try question(query, request, context)
                if context.extent == .itsOwn { question.madeBy = caller.actor }
                guard caller.role.seesPlates || question.search.plate == nil else {
                    throw ProblemResponse(AccessDenied.search("plate"))
                }
                if context.extent == .named, question.search.plate == nil, question.search.ticket == nil {
                    throw ProblemResponse(AccessDenied.unnamed)
                }
                // Who must name a car to find its stays learns no name by counting numbers.
                let mustName = question.session != nil && Reading.sessions.readers[caller.role] == .named
                let queries = caller.role.seesPlates && !mustName ? queries : queries.withoutPlates
                question.knows = request.knownTags
                let isFile = query.isFile && !request.asksForJSON
                return try await context.whileAwaited { [question] in
                    try await answer(query, question, from: queries) { (isFile ? .csv($0) : Response($0)).marked($0) }
                }
            }
        }
    }

    /// Lists wait for one another. The past has a desk of its own, and one thing is answered at once.
    private func answer(
        _ query: Query, _ question: Question, from queries: Queries, _ respond: @Sendable (Answer) -> Response
    ) async throws -> Response {
        // Nobody keeps a place while the read models catch up.
        try await query.wait(for: question, of: queries)
        guard query.extent == .many, question.asOf == nil else {
            let answer = try await query.answerNow(question, from: queries)
            // What is told of a past moment may be long.
            return question.asOf == nil ? respond(answer) : await queries.workOut { respond(answer) }
        }
        return try await desks.lists.serve {
            let answer = try await query.answerNow(question, from: queries)
            return await queries.workOut { respond(answer) }
        }
    }

    /// What a request asks: every parameter is read here, and nowhere else.
    private func question(_ query: Query, _ request: Request, _ context: some RequestContext) throws -> Question {
        try request.takes(query.parameters.flatMap(\.names))
        var question = Question(try context.garage())
        if query.path.contains(":day") { question.day = try context.day() }
        if query.path.contains(":session") { question.session = try context.session() }
        if query.path.contains(":receipt") { question.receipt = try context.receipt() }
        if query.path.contains(":report") { question.report = context.segment("report").flatMap { Report(name: $0) } }
        for parameter in query.parameters {
            switch parameter {
            case .day: question.day = try request.query("day", "a day such as 2026-03-02") { LocalDay($0) }
            case .days:
                question.days =
                    try request.query("days", "from 1 to 62") {
                        Int64(digits: $0).flatMap { (1...62).contains($0) ? Int($0) : nil }
                    } ?? 7
            case .until: question.until = try request.instant("until")
            case .plate:
                // Forms send a blank as a plus sign, which no plate has.
                question.search.plate = try request.query(
                    "plate", "a plate: 1 to 16 letters and digits; or # and a card's number"
                ) {
                    Plate($0.replacing("+", with: " "))
                }
            case .stays: try request.addStays(to: &question.search)
            case .span:
                question.search.from = try request.instant("from")
                question.search.until = try request.instant("until")
            case .dayRange:
                question.day = try request.query("from", "a day such as 2026-03-02") { LocalDay($0) }
                question.lastDay = try request.query("to", "a day such as 2026-03-02") { LocalDay($0) }
            case .till: question.till = try request.query("till", "1 to 64 of a–z, 0–9, - _ and .") { TillID($0) }
            case .page:
                question.after = try request.version("after") ?? 0
                question.limit = try request.limit() ?? 100
            case .exceptions: question.exceptions = try request.exceptions()
            case .rates:
                let name = "1 to 64 of a–z, 0–9, - _ and ."
                question.rates.card = try request.query("card", name) { CardID($0) }
                question.rates.group = try request.query("group", name) { GroupID($0) }
            case .asOf: question.asOf = try request.asOf()
            case .minVersion: question.minVersion = try request.version("minVersion")
            case .since: question.since = try request.version("since")
            }
        }
        if question.since != nil, question.asOf != nil {
            throw ProblemResponse.invalidParameter("since", "given without asOf: a list is compared as it is now")
        }
        if let (name, expected) = question.search.contradiction {
            throw ProblemResponse.invalidParameter(name, expected)
        }
        return question
    }
}

extension Request {
    /// Which stays are looked for, beside their plate.
    fileprivate func addStays(to search: inout Search) throws(ProblemResponse) {
        search.lookAlike = try query("lookAlike", "true or false") { Bool($0) }
        search.ticket = try query("ticket", "1 to 128 printable ASCII characters") { TicketID($0) }
        let states = SessionView.State.allCases.map(\.rawValue).joined(separator: ", ")
        search.state = try query("state", "one of \(states)", SessionView.State.init(rawValue:))
        search.from = try instant("from")
        search.until = try instant("until")
    }

    fileprivate func limit() throws(ProblemResponse) -> Int? {
        try query("limit", "from 1 to 1000") {
            Int64(digits: $0).flatMap { (1...1000).contains($0) ? Int($0) : nil }
        }
    }

    /// A time in a query, where a plus sign that was not escaped is read as a blank: it is the last one.
    fileprivate func instant(_ name: String) throws(ProblemResponse) -> Instant? {
        try query(name, "a time of the years 1900 to 2199 with its offset, such as 2026-03-02T08:00:00Z") { text in
            if let instant = Instant(text) { return instant }
            guard let blank = text.lastIndex(of: " ") else { return nil }
            return Instant("\(text[..<blank])+\(text[blank...].dropFirst())")
        }
    }

    /// Which exceptions are asked for: the open ones, unless it says otherwise.
    fileprivate func exceptions() throws(ProblemResponse) -> ExceptionFilter {
        var filter = ExceptionFilter()
        let states = ExceptionFilter.State.allCases.map(\.rawValue).joined(separator: ", ")
        filter.state = try query("state", "one of \(states)", ExceptionFilter.State.init(rawValue:)) ?? .open
        let kinds = ExceptionKind.allCases.map(\.rawValue).joined(separator: ", ")
        filter.kind = try query("kind", "one of \(kinds)", ExceptionKind.init(rawValue:))
        filter.owner = try query("owner", "1 to 128 printable ASCII characters without blanks") { Actor($0) }
        return filter
    }

    fileprivate func version(_ name: String) throws(ProblemResponse) -> Int64? {
        try query(name, "a version: a whole number from 0 to \(Int64.max), in digits") { Int64(digits: $0) }
    }

    /// The moment that the question is about: `asOf`, and `basis` for its sense.
    fileprivate func asOf() throws(ProblemResponse) -> AsOf? {
        let basis = try query("basis", "known or happened", AsOf.Basis.init(rawValue:))
        guard let moment = try instant("asOf") else {
            if basis != nil { throw .invalidParameter("basis", "given with asOf") }
            return nil
        }
        return AsOf(moment, basis: basis ?? .known)
    }
}

extension LocalDay {
    /// The last day that a text may name; when it ends, none can say.
    fileprivate static let lastShown = LocalDay(year: 9999, month: 12, day: 31)!
}

extension RequestContext {
    /// The local day that the address names.
    func day() throws(ProblemResponse) -> LocalDay {
        guard let day = segment("day").flatMap({ LocalDay($0) }), day < .lastShown else {
            throw ProblemResponse(
                Problem(
                    .invalidDay, "The address must name a day such as 2026-03-02, before \(LocalDay.lastShown).",
                    field: "day"))
        }
        return day
    }

    fileprivate func session() throws(ProblemResponse) -> SessionID {
        guard let number = segment("session").flatMap({ Int64(digits: $0) }), number > 0 else {
            throw ProblemResponse(Problem(.unknownSession, "A session is a number from 1 on.", field: "session"))
        }
        return SessionID(version: number)
    }

    fileprivate func receipt() throws(ProblemResponse) -> ReceiptNumber {
        guard let number = segment("receipt").flatMap({ Int64(digits: $0) }), number > 0 else {
            throw ProblemResponse(Problem(.unknownReceipt, "A receipt is a number from 1 on.", field: "receipt"))
        }
        return ReceiptNumber(number)
    }
}

extension Int64 {
    /// The number that digits spell, from 0 on; nil where there is a sign, a nought too many, or a number beyond 64 bits: an
    /// address has one spelling.
    init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), text.utf8.count == 1 || text.utf8.first != 48 else {
            return nil
        }
        self.init(text)
    }
}

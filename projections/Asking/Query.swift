import JSON
import Parking

/// One kind of question: where it is asked, what it may say, and how it is answered. An edge needs to know no more of it.
public struct Query: Sendable {
    /// Its address below a garage's, such as `allowlists/:day`; what stands behind a colon is its subject.
    public let path: String
    /// What it may say besides.
    public let parameters: [QuestionParameter]
    /// How a terminal asks it; nil for one that is asked over HTTP only.
    public let terminal: Terminal?

    /// How much is asked for.
    public let extent: Extent
    /// Whether its answer is a file of rows, which programs that keep tables read, unless it is asked for as JSON.
    public let isFile: Bool

    private let models: [String]
    private let read: [String]
    private let reply: @Sendable (Question, Queries) async throws(QueryError) -> Answer

    /// How much of a garage a question is about.
    public enum Extent: Sendable {
        /// One thing, such as a stay: it is answered at once.
        case one
        /// A list, or a sum over one: those who ask for them wait for one another.
        case many
    }

    /// A question at a terminal: `parklog show NAME`, and behind it what it is about.
    public struct Terminal: Sendable {
        /// What it is called.
        public let name: String
        /// What it answers, in one line.
        public let abstract: String
        /// What stands behind its name.
        public let subject: Subject

        /// What a question is about.
        public enum Subject: Sendable {
            case none
            /// A local day; today where it is left out.
            case day
            /// A local day; every one where it is left out.
            case anyDay
            /// A stay's number.
            case session
            /// A receipt's number.
            case receipt
        }

        /// A name with its help.
        public init(_ name: String, _ abstract: String, subject: Subject = .none) {
            self.name = name
            self.abstract = abstract
            self.subject = subject
        }
    }

    /// A question.
    ///
    /// - Parameters:
    ///   - extent: how much is asked for.
    ///   - models: the read models that a question with a `minVersion` waits for; none where the answer looks after that.
    ///   - read: those that it is answered by without waiting for them.
    ///   - isFile: whether its answer is a file of rows.
    init(
        _ path: String, _ parameters: [QuestionParameter], about extent: Extent = .many,
        waitingFor models: [String] = [], reading read: [String] = [], terminal: Terminal? = nil, isFile: Bool = false,
        reply: @escaping @Sendable (Question, Queries) async throws(QueryError) -> Answer
    ) {
        self.path = path
        self.parameters = parameters
        self.terminal = terminal
        (self.models, self.read) = (models, read)
        self.extent = extent
        self.isFile = isFile
        self.reply = reply
    }

    /// Answers it, once the read models have reached what the question asks for.
    public func answer(_ question: Question, from queries: Queries) async throws(QueryError) -> Answer {
        try await wait(for: question, of: queries)
        return try await answerNow(question, from: queries)
    }

    /// Waits until the read models have reached what a question asks for; a moment that is yet to come is not waited for.
    public func wait(for question: Question, of queries: Queries) async throws(QueryError) {
        try queries.check(question.asOf)
        if let version = question.minVersion {
            // Nobody waits for a garage that does not exist, or for an event that is not in its log.
            let queries = queries.noting()
            let garage = try await queries.garage(question.garage)
            guard garage.settings != nil else { throw .unknownGarage }
            guard version <= garage.version else {
                if let stop = queries.note?.stop { throw .stopped(stop, before: version) }
                throw .notReached(version: version)
            }
            for model in models { try await queries.wait(for: version, of: question.garage, in: model) }
        }
    }

    /// Answers it by the read models as they are.
    public func answerNow(_ question: Question, from queries: Queries) async throws(QueryError) -> Answer {
        let queries = queries.noting()
        var answer = try await reply(question, queries)
        guard let stop = try await queries.stop(of: question, in: models + read) else { return answer }
        if answer.isUnchanged {
            // The asker may not know yet that it has stopped.
            var question = question
            question.knows = []
            answer = try await reply(question, queries)
        }
        return answer.stopped(at: stop)
    }

    /// Every question there is.
    public static let all =
        [settings, inside, availability, waiting, rates, hourPrices, events, report] + readModels.flatMap { $0.queries }
}

/// An answer, for machines and for people; each form is made when it is asked for.
public struct Answer: Sendable {
    /// What tells it from what the same question is answered with when things have changed; nil where nothing does.
    public private(set) var tag: String?
    /// Whether the asker has it already, as ``Question/knows`` says: then it says nothing.
    public let isUnchanged: Bool
    /// The event before which it ends, where something has stopped there.
    public private(set) var stop: LogStop?
    private let writeFields: @Sendable (inout JSONWriter) -> Void
    private let makeTables: @Sendable () -> [Table]

    init(
        tag: String? = nil, isUnchanged: Bool = false, json: @escaping @Sendable (inout JSONWriter) -> Void,
        tables: @escaping @Sendable () -> [Table] = { [] }
    ) {
        (self.tag, self.isUnchanged) = (tag, isUnchanged)
        writeFields = json
        makeTables = tables
    }

    /// The answer that the asker has already.
    static func unchanged(_ tag: String) -> Answer { Answer(tag: tag, isUnchanged: true, json: { _ in }) }

    /// The answer, which ends before an event; it has no tag, as it may be the same before that was met.
    fileprivate func stopped(at stop: LogStop) -> Answer {
        var answer = self
        (answer.stop, answer.tag) = (stop, nil)
        return answer
    }

    /// The answer as a JSON object.
    public var json: [UInt8] {
        JSONWriter.object { json in
            writeFields(&json)
            json.stopped(stop)
        }
    }

    /// The answer as tables.
    public var tables: [Table] { makeTables() }
}

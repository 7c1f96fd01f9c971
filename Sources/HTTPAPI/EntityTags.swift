import HTTPTypes
import Hummingbird
import Projections

// Answers that the asker has already are not sent again (RFC 9110, 8.8.3 and 13.1.2).

extension Request {
    /// The tags in `If-None-Match`, without their quotes. What is no tag is none that an answer has; `*` asks whether there is an
    /// answer at all, and is no reason to leave it out.
    var knownTags: Set<String> {
        Set(
            headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.compactMap { item in
                var item = item.drop { $0 == " " || $0 == "\t" }
                while item.last == " " || item.last == "\t" { item.removeLast() }
                // A cache that compressed an answer calls its tag weak; whether it is the same answer does not depend on that.
                if item.hasPrefix("W/") { item = item.dropFirst(2) }
                guard item.count >= 2, item.first == "\"", item.last == "\"" else { return nil }
                return String(item.dropFirst().dropLast())
            })
    }
}

extension Response {
    /// An answer to a question, or that the asker has it already.
    init(_ answer: Answer) {
        var headers: HTTPFields = [:]
        headers[.eTag] = answer.tag.map { "\"\($0)\"" }
        self =
            answer.isUnchanged ? Response(status: .notModified, headers: headers) : .json(answer.json, headers: headers)
    }
}

import Foundation
import Hosting

/// A reply, read as a caller would read it.
struct Answer: Decodable, Hashable {
    struct Event: Decodable, Hashable {
        let version: Int64
        let type: String
        let occurredAt: String
    }

    struct Result: Decodable, Hashable {
        let answer: String?
        let reason: String?
        let repeated: Bool?
        let session: Int64?
        let reservation: Int64?
        let cancelled: Int64?
        let permit: Int64?
        let configured: Bool?
        let charge: Charge?
    }

    struct Charge: Decodable, Hashable {
        let total: String?
        let notPriced: String?
    }

    let garage: String
    let version: Int64
    let events: [Event]
    let result: Result
}

extension Reply {
    var answer: Answer {
        get throws { try JSONDecoder().decode(Answer.self, from: Data(json)) }
    }

    var text: String { String(decoding: json, as: UTF8.self) }
}

import Foundation

/// A charge as its JSON says, which is what the log's readers are given too.
struct ChargeDocument: Decodable {
    struct Line: Decodable {
        struct Cap: Decodable {
            let amount: String
            let per, from, until: String?
        }
        let from, until, unit, unitPrice, amount, why: String
        let rate, cell, agreement: String?
        let publishedBy: Int64?
        let quantity: Int64
        let cap: Cap?
    }
    struct Tax: Decodable {
        let name, rate, amount: String
        let included: Bool
    }
    struct Candidate: Decodable {
        let way, total: String
        let rate: String?
        let publishedBy: Int64?
        let chosen: Bool
    }
    struct LeftOut: Decodable {
        let rate, reason: String
        let publishedBy: Int64
    }

    let currency, card, total, notPriced, unknownAgreement, zoneData: String?
    let engine: Int?
    let lines: [Line]?
    let tax: Tax?
    let candidates: [Candidate]?
    let leftOut: [LeftOut]?

    init(_ json: [UInt8]) throws {
        self = try JSONDecoder().decode(ChargeDocument.self, from: Data(json))
        if let notPriced { throw Failure(.data, notPriced) }
    }
}

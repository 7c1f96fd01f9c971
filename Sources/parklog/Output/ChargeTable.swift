import Foundation

/// A charge as a driver reads it: its lines, the total, and the rates that were left out.
///
/// Made from the charge's JSON, which is what the log's readers are given too.
struct ChargeTable {
    private struct Document: Decodable {
        struct Line: Decodable {
            let from, until, unit, unitPrice, amount, why: String
            let rate: String?
            let publishedBy: Int64?
            let quantity: Int64
        }
        struct LeftOut: Decodable {
            let rate, reason: String
            let publishedBy: Int64
        }
        let currency, total, notPriced: String?
        let lines: [Line]?
        let leftOut: [LeftOut]?
    }

    let tables: [Table]

    init(_ json: [UInt8]) throws {
        let charge = try JSONDecoder().decode(Document.self, from: Data(json))
        if let problem = charge.notPriced { throw Failure(.data, problem) }
        var lines = Table("from", "until", "rate", "event", "quantity", "unit", "price", "amount", "why")
        for line in charge.lines ?? [] {
            lines.add(
                .text(line.from), .text(line.until), .text(line.rate), .number(line.publishedBy),
                .number(line.quantity), .text(line.unit), .text(line.unitPrice), .text(line.amount), .text(line.why))
        }
        var total = Table("total", "currency")
        total.add(.text(charge.total), .text(charge.currency))
        var left = Table("left out", "event", "because")
        for rate in charge.leftOut ?? [] {
            left.add(.text(rate.rate), .number(rate.publishedBy), .text(rate.reason))
        }
        tables = [lines, total] + (left.rows.isEmpty ? [] : [left])
    }
}

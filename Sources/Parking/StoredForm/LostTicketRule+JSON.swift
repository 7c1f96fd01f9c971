import JSON
import Money
import Tariffs

extension JSONReader {
    /// Reads what a garage asks of a driver who has lost the ticket.
    mutating func lostTicket(in currency: Currency) throws(JSONError) -> LostTicketRule {
        try fields(["price", "claimedEntry"]) { (fields: inout JSONFields) throws(JSONError) in
            let price = try fields.optional("price") { (reader: inout JSONReader) throws(JSONError) in
                try reader.namedAmount(currency)
            }
            let claimedEntry: Bool? = try fields.optional("claimedEntry")
            if let price, claimedEntry == nil { return .price(price) }
            guard price == nil, claimedEntry == true else {
                throw JSONError("must have either a price or claimedEntry, which is true")
            }
            return .claimedEntry
        }
    }
}

extension JSONWriter {
    /// What a garage asks of a driver who has lost the ticket.
    mutating func lostTicket(_ rule: LostTicketRule, in currency: Currency) {
        object { json in
            json.field("price", rule.price?.decimal(in: currency))
            json.flag("claimedEntry", rule.price == nil)
        }
    }
}

package import JSON
import Chronology
package import Money

extension JSONReader {
    package mutating func caps(in currency: Currency) throws(JSONError) -> [Cap] {
        try list { (reader: inout JSONReader) throws(JSONError) in try reader.cap(in: currency) }
    }

    mutating func cap(in currency: Currency) throws(JSONError) -> Cap {
        var amount: Money?
        var per: String?
        var from: String?
        var until: String?
        try object(["amount", "per", "from", "until"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "amount": amount = try reader.namedAmount(currency)
            case "per": per = try reader.string()
            case "from": from = try reader.string()
            case "until": until = try reader.string()
            default: throw .unknownField
            }
        }
        let most = try required(amount, "amount")
        if let per {
            guard from == nil, until == nil else { throw JSONError("goes without from and until", path: "per") }
            if per == "day" { return Cap(most, in: .calendarDay) }
            guard let span = TimeSpan(text: per) else {
                throw JSONError("must be day or a duration from the entry such as 24 h", path: "per")
            }
            return Cap(most, in: .elapsed(span))
        }
        let (first, last) = (try required(from, "per"), try required(until, "until"))
        return Cap(most, in: .clock(from: try time(first, "from"), until: try time(last, "until")))
    }
}

extension JSONWriter {
    /// The field `caps`; left out where there are none.
    package mutating func caps(_ caps: [Cap], in currency: Currency) {
        guard !caps.isEmpty else { return }
        name("caps")
        array(caps) { $0.cap($1, in: currency) }
    }

    package mutating func cap(_ cap: Cap, in currency: Currency) {
        object { json in
            json.field("amount", cap.amount.decimal(in: currency))
            switch cap.period {
            case .elapsed(let span): json.field("per", span.text)
            case .calendarDay: json.field("per", "day")
            case .clock(let from, let until):
                json.field("from", from)
                json.field("until", until)
            }
        }
    }
}

package import JSON
package import Money

extension JSONReader {
    /// Reads what a body says of a card, whose name it gives; null takes a part away (RFC 7396).
    package mutating func cardChange(in currency: Currency) throws(JSONError) -> (CardID, CardChange) {
        var fields = CardFields()
        try object(CardFields.names) { (reader: inout JSONReader, field) throws(JSONError) in
            if let part = TermsPart(rawValue: field), part != .crossing, reader.null() { return fields.leaveOut(part) }
            guard try fields.read(field, &reader, in: currency) else { throw .unknownField }
        }
        return (fields.id, fields.change)
    }
}

extension JSONWriter {
    /// Writes what is said of a card, in a text that tells what is left out from what is taken away.
    package mutating func cardChange(_ change: CardChange, of id: CardID, in currency: Currency) {
        object { json in
            json.field("card", id)
            if let rates = change.rates { json.rates(rates, in: currency) }
            for part in TermsPart.allCases where change.parts.contains(part) {
                if part.stands(in: change.terms) {
                    json.field(part, of: change.terms, in: currency)
                } else {
                    json.name(part.rawValue)
                    json.null()
                }
            }
        }
    }
}

public import JSON
public import Money

/// A rate card as a file of its own, which says what its amounts and its times mean.
///
/// Its form is published as `docs/rate-card.schema.json`.
public struct RateCardDocument: Sendable, Hashable {
    /// The name under which a garage publishes it.
    public var card: CardID
    /// What the operator calls it, 1 to 200 characters.
    public var name: String
    /// The currency of its amounts.
    public var currency: Currency
    /// The IANA name of the time zone of its times, such as `Europe/Berlin`; whoever uses the card looks it up.
    public var timeZone: String
    /// The rates and terms.
    public var rateCard: RateCard

    /// A document; of the standard card unless it says otherwise.
    public init(
        card: CardID = .standard, name: String, currency: Currency, timeZone: String, rateCard: RateCard
    ) {
        self.card = card
        self.name = name
        self.currency = currency
        self.timeZone = timeZone
        self.rateCard = rateCard
    }

    /// Reads a document. Its card may still make no sense; ``RateCard/validate()`` says so.
    public init(json: [UInt8]) throws(JSONError) {
        // Whether it is JSON at all comes before what it says.
        let currency = try JSONReader.read(json) { (reader: inout JSONReader) throws(JSONError) in
            try reader.currencyOfDocument()
        }
        self = try JSONReader.read(json) { (reader: inout JSONReader) throws(JSONError) in
            try reader.document(in: currency)
        }
    }

    /// Reads what a document says of its card, and which parts it leaves out.
    public static func change(json: [UInt8]) throws(JSONError) -> CardChange {
        try JSONReader.read(json) { (reader: inout JSONReader) throws(JSONError) in
            var ahead = reader
            return try reader.fieldsOfDocument(in: try ahead.currencyOfDocument()).card.change
        }
    }

    /// The document as JSON in UTF-8, compact.
    public var json: [UInt8] {
        JSONWriter.object { json in
            json.field("card", card)
            json.field("name", name)
            json.field("currency", currency)
            json.field("timeZone", timeZone)
            json.fields(of: rateCard, in: currency)
        }
    }
}

extension JSONReader {
    /// Reads a document within another text. Its card may still make no sense; ``RateCard/validate()`` says so.
    package mutating func rateCardDocument() throws(JSONError) -> RateCardDocument {
        // Amounts may stand before the currency that they are in.
        var ahead = self
        return try document(in: try ahead.currencyOfDocument())
    }

    fileprivate mutating func currencyOfDocument() throws(JSONError) -> Currency {
        var currency: Currency?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            guard field == "currency" else { return try reader.skip() }
            currency = try reader.currency()
        }
        return try required(currency, "currency")
    }

    fileprivate mutating func document(in currency: Currency) throws(JSONError) -> RateCardDocument {
        let fields = try fieldsOfDocument(in: currency)
        let card = try fields.card.card()
        return RateCardDocument(
            card: fields.card.id, name: try required(fields.name, "name"), currency: currency,
            timeZone: try required(fields.timeZone, "timeZone"), rateCard: card)
    }

    fileprivate mutating func fieldsOfDocument(
        in currency: Currency
    ) throws(JSONError) -> (name: String?, timeZone: String?, card: CardFields) {
        var name: String?
        var timeZone: String?
        var fields = CardFields()
        try object(["name", "currency", "timeZone"] + CardFields.names) {
            (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "name":
                name = try reader.value("1 to 200 characters") {
                    (1...200).contains($0.unicodeScalars.count) ? $0 : nil
                }
            case "currency": _ = try reader.currency()
            case "timeZone": timeZone = try reader.string()
            default: guard try fields.read(field, &reader, in: currency) else { throw .unknownField }
            }
        }
        return (name, timeZone, fields)
    }
}

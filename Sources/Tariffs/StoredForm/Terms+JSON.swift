package import JSON
package import Money

extension JSONReader {
    /// Reads what holds for a whole card. It may still make no sense; ``Terms/validate()`` says so.
    package mutating func terms(in currency: Currency) throws(JSONError) -> Terms {
        var fields = TermsFields()
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            guard try fields.read(field, &reader, in: currency) else { throw .unknownField }
        }
        return try fields.terms()
    }
}

extension JSONWriter {
    /// Writes what holds for a whole card; what is left out is the default.
    package mutating func terms(_ terms: Terms, in currency: Currency) {
        object { $0.fields(of: terms, in: currency) }
    }

    /// The fields of terms, in an object that may have others.
    package mutating func fields(of terms: Terms, in currency: Currency) {
        field("crossing", terms.crossing.rawValue)
        caps(terms.caps, in: currency)
        if let tax = terms.tax {
            name("tax")
            object { $0.fields(of: tax) }
        }
        overstay(terms.overstay, in: currency)
        bookings(terms.bookings)
        agreements(terms.agreements)
        subscriptions(terms.subscriptions, in: currency)
    }
}

/// The fields of a card's terms, as they come in an object that may have others.
struct TermsFields {
    private var crossing: Crossing?
    private var rest = Terms()

    /// Reads a field's value where it is one of the terms'.
    package mutating func read(
        _ field: String, _ reader: inout JSONReader, in currency: Currency
    ) throws(JSONError) -> Bool {
        switch field {
        case "crossing": crossing = try reader.choice(Crossing.self)
        case "caps": rest.caps = try reader.caps(in: currency)
        case "tax": rest.tax = try reader.tax()
        case "overstay": rest.overstay = try reader.overstay(in: currency)
        case "bookings": rest.bookings = try reader.bookings()
        case "agreements": rest.agreements = try reader.agreements()
        case "subscriptions": rest.subscriptions = try reader.subscriptions(in: currency)
        default: return false
        }
        return true
    }

    /// The terms, once every field was read.
    func terms() throws(JSONError) -> Terms {
        var terms = rest
        terms.crossing = try required(crossing, "crossing")
        return terms
    }
}

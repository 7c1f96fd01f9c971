package import JSON
package import Money

extension JSONReader {
    /// Reads what holds for a whole card. It may still make no sense; ``Terms/validate()`` says so.
    package mutating func terms(in currency: Currency) throws(JSONError) -> Terms {
        var fields = TermsFields()
        try object(TermsFields.names) { (reader: inout JSONReader, field) throws(JSONError) in
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
        for part in TermsPart.allCases { field(part, of: terms, in: currency) }
    }

    /// The field of one part of terms; left out where they say nothing of it.
    mutating func field(_ part: TermsPart, of terms: Terms, in currency: Currency) {
        switch part {
        case .crossing: field("crossing", terms.crossing.rawValue)
        case .caps: caps(terms.caps, in: currency)
        case .tax:
            guard let tax = terms.tax else { return }
            name("tax")
            object { $0.fields(of: tax) }
        case .overstay: overstay(terms.overstay, in: currency)
        case .bookings: bookings(terms.bookings)
        case .agreements: agreements(terms.agreements)
        case .subscriptions: subscriptions(terms.subscriptions, in: currency)
        case .refunds: refunds(terms.refunds)
        }
    }
}

/// The fields of a card's terms, as they come in an object that may have others.
struct TermsFields {
    /// Their names.
    static let names = TermsPart.allCases.map(\.rawValue)

    /// What was said of the parts that were named.
    private(set) var said = Terms()
    /// The parts that were named.
    private(set) var named: Set<TermsPart> = []

    /// Reads a field's value where it is one of the terms'.
    package mutating func read(
        _ field: String, _ reader: inout JSONReader, in currency: Currency
    ) throws(JSONError) -> Bool {
        guard let part = TermsPart(rawValue: field) else { return false }
        switch part {
        case .crossing: said.crossing = try reader.choice(Crossing.self)
        case .caps: said.caps = try reader.caps(in: currency)
        case .tax: said.tax = try reader.tax()
        case .overstay: said.overstay = try reader.overstay(in: currency)
        case .bookings: said.bookings = try reader.bookings()
        case .agreements: said.agreements = try reader.agreements()
        case .subscriptions: said.subscriptions = try reader.subscriptions(in: currency)
        case .refunds: said.refunds = try reader.refunds()
        }
        named.insert(part)
        return true
    }

    /// A part is named, and there is to be none.
    mutating func leaveOut(_ part: TermsPart) { named.insert(part) }

    /// The terms, once every field was read.
    func terms() throws(JSONError) -> Terms {
        guard named.contains(.crossing) else { throw .missing("crossing") }
        return said
    }
}

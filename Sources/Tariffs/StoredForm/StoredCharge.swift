public import Chronology
public import JSON
public import Money

/// A charge as it was stored, with what it was computed by.
public struct StoredCharge: Hashable, Sendable {
    /// The charge.
    public let charge: Charge
    /// The currency of its amounts.
    public let currency: Currency
    /// The version of the engine that computed it.
    public let engine: Int
    /// The version of the time zone data that it was computed with; empty where the system did not say.
    public let zoneData: String

    init(charge: Charge, currency: Currency, engine: Int, zoneData: String) {
        self.charge = charge
        self.currency = currency
        self.engine = engine
        self.zoneData = zoneData
    }

    /// A charge as it was computed just now.
    public init(_ charge: Charge, in currency: Currency, zone: ZoneRules) {
        self.init(charge: charge, currency: currency, engine: Tariff.engineVersion, zoneData: zone.version)
    }
}

extension StoredCharge: JSONReadable {
    /// Reads what `JSONWriter.charge` wrote.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> StoredCharge {
        let names = [
            "card", "currency", "total", "tax", "lines", "candidates", "leftOut", "unknownAgreement", "engine",
            "zoneData",
        ]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let currency: Currency = try fields.required("currency")
            let tax = try fields.optional("tax") { (reader: inout JSONReader) throws(JSONError) in
                try reader.chargedTax(in: currency)
            }
            let lines = try fields.required("lines") { (reader: inout JSONReader) throws(JSONError) in
                try reader.list { (reader: inout JSONReader) throws(JSONError) in
                    try reader.chargeLine(in: currency, tax: tax?.tax)
                }
            }
            let candidates = try fields.optional("candidates") { (reader: inout JSONReader) throws(JSONError) in
                try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.candidate(in: currency) }
            }
            let leftOut = try fields.required("leftOut") { (reader: inout JSONReader) throws(JSONError) in
                try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.leftOut() }
            }
            let charge = Charge(
                card: try fields.required("card"), lines: lines,
                total: try fields.amount("total", in: currency), tax: tax, candidates: candidates ?? [],
                leftOut: leftOut,
                unknownAgreement: try fields.optional("unknownAgreement"))
            return StoredCharge(
                charge: charge, currency: currency, engine: try fields.required("engine"),
                zoneData: try fields.required("zoneData"))
        }
    }
}

extension JSONReader {
    fileprivate mutating func chargedTax(in currency: Currency) throws(JSONError) -> ChargedTax {
        try fields(["name", "rate", "included", "amount"]) { (fields: inout JSONFields) throws(JSONError) in
            let rate = try fields.required("rate") { (reader: inout JSONReader) throws(JSONError) in
                try reader.value("percents with two decimals", Percentage.init)
            }
            let tax = Tax(
                name: try fields.required("name"), basisPoints: rate.basisPoints,
                isIncluded: try fields.required("included"))
            let amount = try fields.amount("amount", in: currency)
            return ChargedTax(tax: tax, amount: amount)
        }
    }

    fileprivate mutating func chargeLine(in currency: Currency, tax: Tax?) throws(JSONError) -> ChargeLine {
        let names = [
            "from", "until", "rate", "publishedBy", "quantity", "unit", "cell", "unitPrice", "amount", "why", "cap",
            "agreement",
        ]
        return try fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let cell: String? = try fields.optional("cell")
            let unit = try fields.required("unit") { (reader: inout JSONReader) throws(JSONError) in
                try reader.value("a unit of a charge") { ChargeUnit(text: $0, cell: cell) }
            }
            let cap = try fields.optional("cap") { (reader: inout JSONReader) throws(JSONError) in
                try reader.cap(in: currency)
            }
            let agreement: AgreementID? = try fields.optional("agreement")
            let reason: LineReason
            switch try fields.required("why") as LineReason.Name {
            case .block: reason = .block
            case .cap: reason = .cap(try JSON.required(cap, "cap"))
            case .grace: reason = .grace
            case .free: reason = .free
            case .agreement: reason = .agreement(try JSON.required(agreement, "agreement"))
            case .tolerance: reason = .tolerance
            case .covered: reason = .covered
            case .forgiven: reason = .forgiven
            case .overstay: reason = .overstay
            case .overstayGrace: reason = .overstayGrace
            case .gap: reason = .gap
            case .lostTicket: reason = .lostTicket
            case .tax: reason = .tax(try JSON.required(tax, "tax"))
            }
            return ChargeLine(
                from: try fields.required("from"), until: try fields.required("until"),
                rate: try fields.optional("rate"),
                version: try fields.optional("publishedBy"),
                quantity: try fields.required("quantity"), unit: unit,
                unitPrice: try fields.amount("unitPrice", in: currency),
                amount: try fields.amount("amount", in: currency), reason: reason)
        }
    }

    fileprivate mutating func candidate(in currency: Currency) throws(JSONError) -> PricedCandidate {
        try fields(["way", "rate", "publishedBy", "total", "chosen"]) { (fields: inout JSONFields) throws(JSONError) in
            let rate: RateID? = try fields.optional("rate")
            let version: Int64? = try fields.optional("publishedBy")
            let way: PricedCandidate.Way
            switch try fields.required("way") as PricedCandidate.Way.Name {
            case .layered: way = .layered
            case .validated: way = .validated
            case .earlyBird:
                way = .earlyBird(try JSON.required(rate, "rate"), version: try JSON.required(version, "publishedBy"))
            }
            return PricedCandidate(
                way: way,
                total: try fields.amount("total", in: currency), isChosen: try fields.required("chosen"))
        }
    }

    fileprivate mutating func leftOut() throws(JSONError) -> LeftOut {
        try fields(["rate", "publishedBy", "reason"]) { (fields: inout JSONFields) throws(JSONError) in
            LeftOut(
                rate: try fields.required("rate"),
                version: try fields.required("publishedBy"), reason: try fields.required("reason"))
        }
    }
}

extension PricedCandidate.Way {
    /// The stable names of the ways.
    enum Name: String, CaseIterable, JSONReadable {
        case layered, validated
        case earlyBird = "early-bird"
    }
}

extension LeftOut.Reason: JSONReadable {}

/// A charge as it was stored, or why there was none.
public enum StoredOutcome: Hashable, Sendable {
    case charged(StoredCharge)
    /// In a sentence.
    case notPriced(String)
}

extension StoredOutcome: JSONReadable {
    /// Reads either.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> StoredOutcome {
        var other = reader
        let sentence: String? = try? other.fields(["notPriced"]) { (fields: inout JSONFields) throws(JSONError) in
            try fields.required("notPriced")
        }
        guard let sentence else { return .charged(try StoredCharge.read(&reader)) }
        reader = other
        return .notPriced(sentence)
    }
}

public import JSON
import Chronology
import Parking
import Tariffs

extension QuoteRequest {
    /// Reads the body of a request for quotes.
    ///
    /// It names either `garage`, with `asOf` for a past book, or `cards`, and asks for at least one of `stays`,
    /// `hours`, `subscription` and `curve`.
    public init(json: [UInt8]) throws(JSONError) {
        self = try JSONReader.read(json) { (reader: inout JSONReader) throws(JSONError) in
            try reader.quoteRequest()
        }
    }
}

extension JSONReader {
    fileprivate mutating func quoteRequest() throws(JSONError) -> QuoteRequest {
        var garage: GarageID?
        var asOf: Instant?
        var cards: [RateCardDocument]?
        var request = QuoteRequest(.cards([]))
        try object(
            ["garage", "asOf", "cards", "stays", "hours", "subscription", "curve"]
        ) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "garage": garage = try GarageID.read(&reader)
            case "asOf": asOf = try Instant.read(&reader)
            case "cards":
                cards = try reader.list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                    try reader.rateCardDocument()
                }
            case "stays":
                request.stays = try reader.list(most: QuoteRequest.mostStays) {
                    (reader: inout JSONReader) throws(JSONError) in
                    try reader.quotedStay()
                }
            case "hours": request.hours = try reader.quotedHours()
            case "subscription": request.subscription = try reader.quotedSubscription()
            case "curve": request.curve = try reader.quotedCurve()
            default: throw .unknownField
            }
        }
        switch (garage, cards) {
        case (let garage?, nil): request.book = .garage(garage, asOf: asOf)
        case (nil, let cards?):
            guard !cards.isEmpty else { throw JSONError("must have at least one card", path: "cards") }
            guard asOf == nil else { throw JSONError("goes with garage only", path: "asOf") }
            request.book = .cards(cards)
        case (nil, nil): throw .missing("garage")
        case (_?, _?): throw JSONError("stands beside garage; a quote is by one or the other", path: "cards")
        }
        guard !request.stays.isEmpty || request.hours != nil || request.subscription != nil || request.curve != nil
        else { throw JSONError("must ask for one of stays, hours, subscription, curve") }
        return request
    }

    private mutating func wallTime() throws(JSONError) -> WallTime {
        try value("a time such as 2026-03-02T08:00, by the garage's clock or with an offset", { WallTime($0) })
    }

    private static let driverFields = ["vehicle", "groups"]
    private static let stayFields = ["entry", "validations", "agreement", "covered"] + driverFields

    /// Reads a field that every question about a driver may have.
    private mutating func driver(
        _ field: String, _ card: inout CardID, _ groups: inout Set<GroupID>
    ) throws(JSONError) {
        switch field {
        case "vehicle": card = try identifier(CardID.init)
        case "groups": groups = try self.groups()
        default: throw .unknownField
        }
    }

    private mutating func quotedStay(open: Bool = false) throws(JSONError) -> QuotedStay {
        var entry: WallTime?
        var exit: WallTime?
        var stay = QuotedStay(
            entry: .local(LocalDateTime(microseconds: 0)), exit: .local(LocalDateTime(microseconds: 0)))
        try object(Self.stayFields + (open ? [] : ["exit"])) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "entry": entry = try reader.wallTime()
            case "exit" where !open: exit = try reader.wallTime()
            case "validations":
                stay.validations = Set(
                    try reader.list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                        try reader.identifier(ValidationID.init)
                    })
            case "agreement": stay.agreement = try reader.identifier(AgreementID.init)
            case "covered":
                stay.covered = try reader.list(most: 1_000) { (reader: inout JSONReader) throws(JSONError) in
                    try reader.quotedCovered()
                }
            default: try reader.driver(field, &stay.card, &stay.groups)
            }
        }
        stay.entry = try required(entry, "entry")
        stay.exit = open ? stay.entry : try required(exit, "exit")
        return stay
    }

    private mutating func quotedCovered() throws(JSONError) -> QuotedStay.Covered {
        var from: WallTime?
        var until: WallTime?
        try object(["from", "until"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "from": from = try reader.wallTime()
            case "until": until = try reader.wallTime()
            default: throw .unknownField
            }
        }
        return QuotedStay.Covered(from: try required(from, "from"), until: try required(until, "until"))
    }

    private mutating func quotedHours() throws(JSONError) -> QuotedHours {
        var time: WallTime?
        var day: LocalDay?
        var hours: Int?
        var until: HoursEnd?
        var quoted = QuotedHours(start: .day(LocalDay(daysSinceEpoch: 0)), hours: 0)
        try object(
            ["start", "day", "hours", "until"] + Self.driverFields
        ) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "start": time = try reader.wallTime()
            case "day": day = try LocalDay.read(&reader)
            case "hours": hours = try reader.count()
            case "until": until = try HoursEnd.read(&reader)
            default: try reader.driver(field, &quoted.card, &quoted.groups)
            }
        }
        switch (time, day) {
        case (let time?, nil): quoted.start = .time(time)
        case (nil, let day?): quoted.start = .day(day)
        case (nil, nil): throw .missing("start")
        case (_?, _?): throw JSONError("stands beside start; hours begin at a time or on a day", path: "day")
        }
        guard until != nil else {
            quoted.hours = try required(hours, "hours")
            return quoted
        }
        guard hours == nil else { throw JSONError("goes without until", path: "hours") }
        guard day == nil else { throw JSONError("goes without until", path: "day") }
        quoted.hours = nil
        return quoted
    }

    private mutating func quotedSubscription() throws(JSONError) -> QuotedSubscription {
        var from: LocalDay?
        var renewals: Int?
        var quoted = QuotedSubscription(id: nil, from: LocalDay(daysSinceEpoch: 0))
        try object(["id", "from", "renewals", "vehicle"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "id": quoted.id = try reader.identifier(SubscriptionID.init)
            case "from": from = try LocalDay.read(&reader)
            case "renewals": renewals = try reader.count()
            case "vehicle": quoted.card = try reader.identifier(CardID.init)
            default: throw .unknownField
            }
        }
        quoted.from = try required(from, "from")
        guard renewals == nil || quoted.id != nil else { throw JSONError("goes with id only", path: "renewals") }
        quoted.renewals = renewals ?? 0
        return quoted
    }

    private mutating func quotedCurve() throws(JSONError) -> QuotedCurve {
        var stay: QuotedStay?
        var curve = QuotedCurve(QuotedStay(entry: .instant(.earliest), exit: .instant(.earliest)))
        try object(["stay", "upTo", "every", "budget"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "stay": stay = try reader.quotedStay(open: true)
            case "upTo": curve.upTo = try reader.span()
            case "every": curve.every = try reader.span()
            case "budget": curve.budget = try reader.string()
            default: throw .unknownField
            }
        }
        curve.stay = try required(stay, "stay")
        return curve
    }
}

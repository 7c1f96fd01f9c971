import Chronology
public import Money
public import Tariffs

extension JSONReader {
    /// Reads a rate whose amounts are in a currency. It may still make no sense; ``Rate/validate()`` says so.
    public mutating func rate(in currency: Currency) throws(JSONError) -> Rate {
        var id: RateID?
        var price: Price?
        var rate = Rate(id: RateID("none")!, price: .once(.zero))
        var name: String?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "id": id = try reader.value("1 to 64 of a–z, 0–9, - _ and .", RateID.init)
            case "name": name = try reader.string()
            case "group": rate.audience = .group(try reader.value("1 to 64 of a–z, 0–9, - _ and .", GroupID.init))
            case "tier": rate.tier = try reader.value("one of casual, advanced, event", Tier.init(name:))
            case "windows":
                rate.windows = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.window() }
            case "price": price = try reader.price(in: currency)
            case "caps":
                rate.caps = try reader.list { (reader: inout JSONReader) throws(JSONError) in
                    try reader.cap(in: currency)
                }
            case "grace": rate.grace = try reader.span()
            default: throw .unknownField
            }
        }
        rate.id = try required(id, "id")
        rate.name = name ?? rate.id.text
        rate.price = try required(price, "price")
        return rate
    }

    private mutating func price(in currency: Currency) throws(JSONError) -> Price {
        var price: Price?
        var amount: Money?
        var every: TimeSpan?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            if ["perUnit", "once", "perDay"].contains(field), price != nil || amount != nil {
                throw JSONError("stands beside another price; a rate has one")
            }
            switch field {
            case "perUnit": amount = try reader.amount(currency)
            case "every": every = try reader.span()
            case "once": price = .once(try reader.amount(currency))
            case "perDay": price = .perDay(try reader.amount(currency))
            default: throw .unknownField
            }
        }
        if let amount { return .perUnit(amount, every: try required(every, "every")) }
        guard every == nil else { throw JSONError("goes with perUnit only", path: "every") }
        guard let price else { throw JSONError("must have one of perUnit, once, perDay") }
        return price
    }

    private mutating func window() throws(JSONError) -> Window {
        var days: Set<Weekday>?
        var from: String?
        var until: String?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "days":
                let list = try reader.list(most: 7) { (reader: inout JSONReader) throws(JSONError) in
                    try reader.value("a weekday such as monday", Weekday.init(name:))
                }
                days = Set(list)
            case "from": from = try reader.string()
            case "until": until = try reader.string()
            default: throw .unknownField
            }
        }
        let (first, last) = (try required(from, "from"), try required(until, "until"))
        if days == nil, let from = LocalDateTime(first) {
            guard let until = LocalDateTime(last) else {
                throw JSONError("must be a date and a time as from is", path: "until")
            }
            return .once(from: from, until: until)
        }
        return .weekly(
            days: days ?? Set(Weekday.allCases), from: try time(first, "from"), until: try time(last, "until"))
    }

    private mutating func cap(in currency: Currency) throws(JSONError) -> Cap {
        var amount: Money?
        var per: String?
        var from: String?
        var until: String?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "amount": amount = try reader.amount(currency)
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

    private func time(_ text: String, _ field: String) throws(JSONError) -> LocalTime {
        guard let time = LocalTime(text) else {
            throw JSONError("must be a time of day such as 07:30, not \"\(JSONError.shortened(text))\"", path: field)
        }
        return time
    }
}

extension JSONWriter {
    /// Writes a rate whose amounts are in a currency; what is left out is the default.
    public mutating func rate(_ rate: Rate, in currency: Currency) {
        object { json in
            json.field("id", rate.id)
            json.field("name", rate.name)
            if case .group(let group) = rate.audience { json.field("group", group) }
            json.field("tier", rate.tier.name)
            if !rate.windows.isEmpty {
                json.name("windows")
                json.array(rate.windows) { $0.window($1) }
            }
            json.name("price")
            json.price(rate.price, in: currency)
            if !rate.caps.isEmpty {
                json.name("caps")
                json.array(rate.caps) { $0.cap($1, in: currency) }
            }
            if rate.grace > .zero { json.field("grace", rate.grace.text) }
        }
    }

    private mutating func window(_ window: Window) {
        object { json in
            switch window {
            case .weekly(let days, let from, let until):
                json.name("days")
                json.array(Weekday.allCases.filter(days.contains)) { $0.string($1.name) }
                json.field("from", from)
                json.field("until", until)
            case .once(let from, let until):
                json.field("from", from)
                json.field("until", until)
            }
        }
    }

    private mutating func price(_ price: Price, in currency: Currency) {
        object { json in
            switch price {
            case .perUnit(let amount, let every):
                json.field("perUnit", amount.decimal(in: currency))
                json.field("every", every.text)
            case .once(let amount): json.field("once", amount.decimal(in: currency))
            case .perDay(let amount): json.field("perDay", amount.decimal(in: currency))
            }
        }
    }

    mutating func cap(_ cap: Cap, in currency: Currency) {
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

extension Tier {
    var name: String {
        switch self {
        case .casual: "casual"
        case .advanced: "advanced"
        case .event: "event"
        }
    }

    init?(name: String) {
        guard let tier = [Tier.casual, .advanced, .event].first(where: { $0.name == name }) else { return nil }
        self = tier
    }
}

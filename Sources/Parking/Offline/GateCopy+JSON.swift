public import JSON
public import Chronology
import Money
import Tariffs

// A copy as a gate gets it. A right and a publication are told as the events that gave and published them.

extension GateCopy {
    /// The form that is written today.
    private static let form: Int64 = 1
    private static let fieldNames = [
        "form", "garage", "day", "generation", "issuedAt", "expiresAt", "settings", "rights", "suspended",
        "rates",
    ]

    /// The copy as JSON in UTF-8, compact: the same copy gives the same bytes.
    public var json: [UInt8] {
        var json = JSONWriter(reserving: 1024 + 256 * rights.count)
        json.object { json in
            json.field("form", number: GateCopy.form)
            json.field("garage", garage)
            json.field("day", day)
            json.field("generation", number: generation)
            json.field("issuedAt", issuedAt)
            json.field("validFrom", validFrom)
            json.field("expiresAt", expiresAt)
            json.name("settings")
            json.object { $0.fields(of: settings) }
            json.name("rights")
            json.array(rights) { $0.right($1, of: plates[$1.plate], in: settings.currency) }
            json.name("suspended")
            json.array(suspended.sorted { $0.description < $1.description }) { json, plate in
                json.object {
                    $0.field("plateId", plate)
                    $0.field("plate", plates[plate]?.characters)
                }
            }
            json.name("rates")
            json.array(publications) { $0.publication($1, in: settings.currency) }
        }
        return json.bytes
    }

    /// Reads a copy.
    public init(json: [UInt8], zones: ZoneLookup) throws(JSONError) {
        self = try JSONReader.read(json) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(GateCopy.fieldNames + ["validFrom"]) { (fields: inout JSONFields) throws(JSONError) in
                try GateCopy(&fields, zones: zones)
            }
        }
    }

    private init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        let form: Int64 = try fields.required("form")
        guard form == GateCopy.form else { throw JSONError("must be \(GateCopy.form)", path: "form") }
        let settings = try fields.required("settings") { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(GarageSettings.fieldNames) { (fields: inout JSONFields) throws(JSONError) in
                try GarageSettings(&fields, zones: zones)
            }
        }
        // It follows from the day and the zone's rules; it is told to whoever does not know those.
        let _: Instant = try fields.required("validFrom")
        var plates: [PlateID: Plate] = [:]
        let rights = try fields.required("rights") { (reader: inout JSONReader) throws(JSONError) in
            try reader.list(most: 1_000_000) { (reader: inout JSONReader) throws(JSONError) in
                let (right, plate) = try reader.right(zones: zones)
                plates[right.plate] = plate
                return right
            }
        }
        let suspended = try fields.required("suspended") { (reader: inout JSONReader) throws(JSONError) in
            try reader.list(most: 1_000_000) { (reader: inout JSONReader) throws(JSONError) in
                try reader.fields(["plateId", "plate"]) { (fields: inout JSONFields) throws(JSONError) in
                    let (id, plate): (PlateID, Plate) = (try fields.required("plateId"), try fields.required("plate"))
                    plates[id] = plate
                    return id
                }
            }
        }
        let publications = try fields.required("rates") { (reader: inout JSONReader) throws(JSONError) in
            try reader.list(most: 1_000_000) { (reader: inout JSONReader) throws(JSONError) in
                try reader.publication(zones: zones)
            }
        }
        self.init(
            garage: try fields.required("garage"), day: try fields.required("day"),
            generation: try fields.required("generation"), issuedAt: try fields.required("issuedAt"),
            expiresAt: try fields.required("expiresAt"), settings: settings, rights: rights,
            suspended: Set(suspended), plates: plates, publications: publications)
    }
}

extension JSONWriter {
    fileprivate mutating func right(_ right: Right, of plate: Plate?, in currency: Currency) {
        object { json in
            json.field("right", number: right.id.version)
            json.field("plate", plate?.characters)
            json.field("knownSince", right.knownSince)
            json.field("revokedAt", right.revokedAt)
            if let kind = right.source.permit {
                json.event(
                    PermitGranted(
                        right.plate, kind, firstDay: right.days.first, lastDay: right.days.last, groups: right.groups,
                        spot: right.permitSpot, tenant: right.tenant),
                    in: currency)
            } else if let holder = right.source.holder {
                json.event(
                    DayReserved(plate: right.plate, day: right.days.first, holder: holder, hours: right.source.hours),
                    in: currency)
            }
        }
    }

    fileprivate mutating func publication(_ publication: Publication, in currency: Currency) {
        object { json in
            json.field("version", number: publication.version)
            json.field("knownAt", publication.knownAt)
            switch publication.content {
            case .rate(let rate): json.event(RatePublished(rate, on: publication.card), in: currency)
            case .withdrawal(let rate): json.event(RateWithdrawn(rate, on: publication.card), in: currency)
            case .terms(let terms): json.event(TermsPublished(terms, on: publication.card), in: currency)
            }
        }
    }

    /// A field with the payload of an event, under the event's name.
    private mutating func event(_ body: some EventBody, in currency: Currency) {
        name(type(of: body).name)
        object { body.write(&$0, in: currency) }
    }
}

extension JSONReader {
    fileprivate mutating func right(zones: ZoneLookup) throws(JSONError) -> (Right, Plate) {
        let known = ["right", "plate", "knownSince", "revokedAt", DayReserved.name, PermitGranted.name]
        return try fields(known) { (fields: inout JSONFields) throws(JSONError) in
            let id = RightID(version: try fields.required("right"))
            let (plate, knownSince): (Plate, Instant) = (
                try fields.required("plate"), try fields.required("knownSince")
            )
            let revokedAt: Instant? = try fields.optional("revokedAt")
            if let reserved: DayReserved = try fields.event(zones: zones) {
                let right = Right(
                    id: id, plate: reserved.plate, knownSince: knownSince,
                    days: RightDays(first: reserved.day, last: reserved.day),
                    source: reserved.hours.map { .hours($0, reserved.holder) } ?? .day(reserved.holder))
                return (right, plate)
            }
            guard let granted: PermitGranted = try fields.event(zones: zones) else {
                throw .missing(PermitGranted.name)
            }
            var right = Right(
                id: id, plate: granted.plate, knownSince: knownSince,
                days: RightDays(first: granted.firstDay, last: granted.lastDay), source: RightSource(granted.kind),
                groups: granted.groups, permitSpot: granted.spot, quota: granted.quota)
            right.revokedAt = revokedAt
            return (right, plate)
        }
    }

    fileprivate mutating func publication(zones: ZoneLookup) throws(JSONError) -> Publication {
        let known = ["version", "knownAt", RatePublished.name, RateWithdrawn.name, TermsPublished.name]
        return try fields(known) { (fields: inout JSONFields) throws(JSONError) in
            let (version, knownAt): (Int64, Instant) = (
                try fields.required("version"), try fields.required("knownAt")
            )
            if let rate: RatePublished = try fields.event(zones: zones) {
                return Publication(.rate(rate.rate), on: rate.card, knownAt: knownAt, version: version)
            }
            if let withdrawn: RateWithdrawn = try fields.event(zones: zones) {
                return Publication(.withdrawal(withdrawn.rate), on: withdrawn.card, knownAt: knownAt, version: version)
            }
            guard let terms: TermsPublished = try fields.event(zones: zones) else {
                throw .missing(TermsPublished.name)
            }
            return Publication(.terms(terms.terms), on: terms.card, knownAt: knownAt, version: version)
        }
    }
}

extension JSONFields {
    /// Reads the payload of an event, under the event's name, where it is there.
    fileprivate mutating func event<Body: EventBody>(zones: ZoneLookup) throws(JSONError) -> Body? {
        try optional(Body.name) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(Body.fields) { (fields: inout JSONFields) throws(JSONError) in
                try Body(&fields, zones: zones)
            }
        }
    }
}

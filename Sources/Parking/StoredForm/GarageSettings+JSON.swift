import Chronology
public import JSON
import Money
import Tariffs

// The settings as the log and requests have them. Most may be left out, and what has its default is not written: so a setting
// that is new changes no payload and no fingerprint of before.

/// A setting that may be left out.
private struct OptionalSetting: Sendable {
    let name: String
    let read: @Sendable (inout JSONFields, inout GarageSettings) throws(JSONError) -> Void
    /// Writes its field.
    let write: @Sendable (inout JSONWriter, GarageSettings) -> Void
    let hasDefault: @Sendable (GarageSettings) -> Bool

    init<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
        _ name: String, _ path: any (WritableKeyPath<GarageSettings, Value> & Sendable)
    ) {
        self.name = name
        read = { (fields, settings) throws(JSONError) in
            if let value: Value = try fields.optional(name) { settings[keyPath: path] = value }
        }
        write = { json, settings in
            json.name(name)
            settings[keyPath: path].write(&json)
        }
        hasDefault = { $0[keyPath: path] == GarageSettings.defaults[keyPath: path] }
    }

    /// A setting whose default is the only value that has no text: nothing is written for it in any case.
    init(
        _ name: String, read: @escaping @Sendable (inout JSONFields, inout GarageSettings) throws(JSONError) -> Void,
        write: @escaping @Sendable (inout JSONWriter, GarageSettings) -> Void
    ) {
        self.name = name
        self.read = read
        self.write = write
        hasDefault = { _ in false }
    }

    /// Every one of them, in the order in which they are written.
    static let all = [
        OptionalSetting("guestSpots", \.guestSpots),
        OptionalSetting("permanentSpots", \.permanentSpots),
        OptionalSetting("fallbackSpots", \.fallbackSpots),
        OptionalSetting("admission", \.admission),
        OptionalSetting(
            "publicHours",
            read: { (fields, settings) throws(JSONError) in
                let hours = try fields.optional("publicHours") { (reader: inout JSONReader) throws(JSONError) in
                    try reader.publicHours()
                }
                if let hours { settings.publicHours = hours }
            }, write: { $0.publicHours($1.publicHours) }),
        OptionalSetting(
            "groupHours",
            read: { (fields, settings) throws(JSONError) in
                let hours = try fields.optional("groupHours") { (reader: inout JSONReader) throws(JSONError) in
                    try reader.groupHours()
                }
                if let hours { settings.groupHours = hours }
            }, write: { $0.groupHours($1.groupHours) }),
        OptionalSetting("antiPassback", \.antiPassback),
        OptionalSetting(
            "plateFolding",
            read: { (fields, settings) throws(JSONError) in
                let folding: [PlateFolding]? = try fields.optional("plateFolding") {
                    (reader: inout JSONReader) throws(JSONError) in
                    try reader.list(most: PlateFolding.allCases.count) { (reader: inout JSONReader) throws(JSONError) in
                        try PlateFolding.read(&reader)
                    }
                }
                if let folding { settings.plateFolding = Set(folding) }
            },
            write: { json, settings in
                guard !settings.plateFolding.isEmpty else { return }
                json.name("plateFolding")
                json.array(settings.plateFolding.map(\.rawValue).sorted()) { $0.string($1) }
            }),
        OptionalSetting("readConfidence", \.readConfidence),
        OptionalSetting(
            "reasons",
            read: { (fields, settings) throws(JSONError) in
                let reasons: [ReasonCode]? = try fields.optional("reasons") {
                    (reader: inout JSONReader) throws(JSONError) in
                    try reader.list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                        try ReasonCode.read(&reader)
                    }
                }
                if let reasons { settings.reasons = reasons }
            },
            write: { json, settings in
                guard !settings.reasons.isEmpty else { return }
                json.name("reasons")
                json.array(settings.reasons.map(\.text)) { $0.string($1) }
            }),
        OptionalSetting("duplicateReadWindow", \.duplicateReadWindow),
        OptionalSetting("authorisationWait", \.authorisationWait),
        OptionalSetting("lateness", \.lateness),
        OptionalSetting("clockTolerance", \.clockTolerance),
        OptionalSetting(
            "lostTicket",
            read: { (fields, settings) throws(JSONError) in
                let currency = settings.currency
                let rule = try fields.optional("lostTicket") { (reader: inout JSONReader) throws(JSONError) in
                    try reader.lostTicket(in: currency)
                }
                if let rule { settings.lostTicket = rule }
            }, write: { $0.lostTicket($1.lostTicket, in: $1.currency) }),
        OptionalSetting("unpaidExit", \.unpaidExit),
        OptionalSetting("exitGrace", \.exitGrace),
        OptionalSetting("longestStay", \.longestStay),
        OptionalSetting("noReturnWithin", \.noReturnWithin),
    ]
}

extension GarageSettings {
    /// The names of all settings.
    package static let fieldNames =
        ["name", "timeZone", "currency", "capacity", "gates"] + OptionalSetting.all.map(\.name)

    fileprivate static let defaults = GarageSettings(
        name: "", zone: .utc, currency: Currency(code: "EUR")!, capacity: 1, gates: [])

    /// Reads settings; what is left out has its default.
    init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        self = .defaults
        name = try fields.required("name")
        zone = try fields.required("timeZone") { (reader: inout JSONReader) throws(JSONError) in
            try reader.value("an IANA time zone such as Europe/Berlin", zones)
        }
        currency = try fields.required("currency")
        capacity = try fields.required("capacity")
        for setting in OptionalSetting.all { try setting.read(&fields, &self) }
        gates = try fields.required("gates") { (reader: inout JSONReader) throws(JSONError) in try reader.gates() }
    }
}

extension JSONReader {
    fileprivate mutating func gates() throws(JSONError) -> [Gate] {
        try list(most: 64) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["id", "lane", "holds"]) { (fields: inout JSONFields) throws(JSONError) in
                Gate(
                    id: try fields.required("id"), lane: try fields.required("lane"),
                    holds: try fields.optional("holds") ?? 1)
            }
        }
    }
}

extension JSONWriter {
    /// Settings for whoever asks for them: defaults too.
    package mutating func settings(_ settings: GarageSettings) {
        object { $0.fields(of: settings, withDefaults: true) }
    }

    /// The fields of settings.
    mutating func fields(of settings: GarageSettings, withDefaults: Bool = false) {
        field("name", settings.name)
        field("timeZone", settings.zone.name)
        field("currency", settings.currency.code)
        field("capacity", number: settings.capacity)
        for setting in OptionalSetting.all where withDefaults || !setting.hasDefault(settings) {
            setting.write(&self, settings)
        }
        name("gates")
        array(settings.gates) { json, gate in
            json.object {
                $0.field("id", gate.id)
                $0.field("lane", gate.lane.rawValue)
                if gate.holds != 1 { $0.field("holds", number: gate.holds) }
            }
        }
    }
}

extension Admission: JSONWritable {}
extension AntiPassback: JSONWritable {}

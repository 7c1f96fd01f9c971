import Chronology
public import JSON
import Money
import Tariffs

/// How the log and requests spell one setting; what merges settings and tells them apart goes by the same list.
struct SettingField: Sendable {
    let name: String
    /// Whether a garage has to have it from its beginning on, as it has no default.
    let isRequired: Bool
    /// Reads its value; amounts are in the currency that the settings have by then.
    let read: @Sendable (inout JSONReader, inout GarageSettings, ZoneLookup) throws(JSONError) -> Void
    /// Writes its value, which is null where the default is the only value that has no text.
    let write: @Sendable (inout JSONWriter, GarageSettings) -> Void
    /// Gives it to settings as others have it.
    let copy: @Sendable (GarageSettings, inout GarageSettings) -> Void
    /// Whether two settings agree about it.
    let isSame: @Sendable (GarageSettings, GarageSettings) -> Bool
    /// Whether it is shown only where it differs from its default.
    let isShownByDefault: Bool

    private init<Value: Equatable & Sendable>(
        _ name: String, _ path: any (WritableKeyPath<GarageSettings, Value> & Sendable), isRequired: Bool = false,
        isShownByDefault: Bool = true,
        isSame: @escaping @Sendable (Value, Value) -> Bool = { $0 == $1 },
        read: @escaping @Sendable (inout JSONReader, GarageSettings, ZoneLookup) throws(JSONError) -> Value,
        write: @escaping @Sendable (inout JSONWriter, Value, GarageSettings) -> Void
    ) {
        self.name = name
        self.isRequired = isRequired
        self.isShownByDefault = isShownByDefault
        self.read = { (reader, settings, zones) throws(JSONError) in
            settings[keyPath: path] = try read(&reader, settings, zones)
        }
        self.write = { json, settings in write(&json, settings[keyPath: path], settings) }
        copy = { from, to in to[keyPath: path] = from[keyPath: path] }
        self.isSame = { isSame($0[keyPath: path], $1[keyPath: path]) }
    }

    private init<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
        _ name: String, _ path: any (WritableKeyPath<GarageSettings, Value> & Sendable), isRequired: Bool = false
    ) {
        self.init(
            name, path, isRequired: isRequired,
            read: { (reader, _, _) throws(JSONError) in try Value.read(&reader) },
            write: { json, value, _ in value.write(&json) })
    }

    /// The names of spots.
    private static func spotNames(
        _ name: String, _ path: any (WritableKeyPath<GarageSettings, [SpotID]> & Sendable)
    ) -> SettingField {
        SettingField(
            name, path, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in
                try reader.list(most: 1_000) { (reader: inout JSONReader) throws(JSONError) in
                    try SpotID.read(&reader)
                }
            },
            write: { json, names, _ in json.array(names.map(\.text)) { $0.string($1) } })
    }

    /// Whether settings have its default.
    func hasDefault(_ settings: GarageSettings) -> Bool { !isRequired && isSame(settings, .defaults) }

    /// Every setting, in the order in which they are written.
    static let all = [
        SettingField("name", \.name, isRequired: true),
        SettingField(
            "timeZone", \.zone, isRequired: true, isSame: { $0.name == $1.name },
            read: { (reader, _, zones) throws(JSONError) in
                try reader.value("an IANA time zone such as Europe/Berlin", zones)
            }, write: { json, zone, _ in json.string(zone.name) }),
        SettingField(
            "currency", \.currency, isRequired: true,
            read: { (reader, _, _) throws(JSONError) in try reader.currency() },
            write: { json, currency, _ in json.string(currency.code) }),
        SettingField("capacity", \.capacity, isRequired: true),
        SettingField("guestSpots", \.guestSpots),
        SettingField("permanentSpots", \.permanentSpots),
        SettingField("fallbackSpots", \.fallbackSpots),
        SettingField("admission", \.admission),
        SettingField(
            "publicHours", \.publicHours, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in try reader.publicHours() },
            write: { json, hours, _ in json.publicHours(hours) }),
        SettingField(
            "groupHours", \.groupHours, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in try reader.groupHours() },
            write: { json, hours, _ in json.groupHours(hours) }),
        SettingField("antiPassback", \.antiPassback),
        SettingField(
            "plateFolding", \.plateFolding, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in
                Set(
                    try reader.list(most: PlateFolding.allCases.count) { (reader: inout JSONReader) throws(JSONError) in
                        try PlateFolding.read(&reader)
                    })
            },
            write: { json, folding, _ in json.array(folding.map(\.rawValue).sorted()) { $0.string($1) } }),
        SettingField("readConfidence", \.readConfidence),
        SettingField(
            "reasons", \.reasons, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in
                try reader.list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                    try ReasonCode.read(&reader)
                }
            },
            write: { json, reasons, _ in json.array(reasons.map(\.text)) { $0.string($1) } }),
        SettingField("duplicateReadWindow", \.duplicateReadWindow),
        SettingField("authorisationWait", \.authorisationWait),
        SettingField("lateness", \.lateness),
        SettingField("clockTolerance", \.clockTolerance),
        SettingField(
            "lostTicket", \.lostTicket, isShownByDefault: false,
            read: { (reader, settings, _) throws(JSONError) in try reader.lostTicket(in: settings.currency) },
            write: { json, rule, settings in json.lostTicket(rule, in: settings.currency) }),
        SettingField("unpaidExit", \.unpaidExit),
        SettingField("exitGrace", \.exitGrace),
        SettingField("longestStay", \.longestStay),
        SettingField("noReturnWithin", \.noReturnWithin),
        SettingField(
            "suspension", \.suspension, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in try reader.suspensionPolicy() },
            write: { json, policy, _ in json.suspensionPolicy(policy) }),
        .spotNames("permanentSpotNames", \.permanentSpotNames),
        .spotNames("fallbackSpotNames", \.fallbackSpotNames),
        SettingField("offerTime", \.offerTime),
        SettingField(
            "noShowAfter", \.noShowAfter, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in
                try reader.value("a time of day such as 11:00") { LocalTime($0) }
            },
            write: { json, time, _ in if let time { json.string("\(time)") } else { json.null() } }),
        SettingField(
            "hourBookings", \.hourBookings, read: { (reader, _, _) throws(JSONError) in try reader.bool() },
            write: { json, isOn, _ in json.bool(isOn) }),
        SettingField(
            "vehicleTypes", \.vehicleTypes, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in try reader.vehicleTypes() },
            write: { json, types, _ in json.vehicleTypes(types) }),
        SettingField(
            "tenants", \.tenants, isShownByDefault: false,
            read: { (reader, _, _) throws(JSONError) in try reader.tenants() },
            write: { json, tenants, _ in json.tenants(tenants) }),
        SettingField(
            "gates", \.gates, isRequired: true, read: { (reader, _, _) throws(JSONError) in try reader.gates() },
            write: { json, gates, _ in json.gates(gates) }),
    ]
}

extension GarageSettings {
    /// What a garage has whose operator has set nothing; what has no default is a stand-in.
    static let defaults = GarageSettings(
        name: "", zone: .utc, currency: Currency(code: "EUR")!, capacity: 1, gates: [])
}

extension Admission: JSONWritable {}
extension AntiPassback: JSONWritable {}

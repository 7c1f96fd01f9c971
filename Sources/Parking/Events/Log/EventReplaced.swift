package import JSON
package import Money

/// An operator said what an event of the log means that no program can read: whoever folds the log takes this in its place.
///
/// The event itself stays in the log and in its chain, with its times and with who sent it; of several replacements the last one counts.
public struct EventReplaced: EventBody {
    /// The event that it replaces.
    public let version: Int64
    /// That event's hash, in hexadecimal digits: another event in its place is not replaced.
    public let hash: String
    /// What happened, by its name in the log.
    public let type: String
    /// The version of the payload's form.
    public let schemaVersion: Int64
    /// Why.
    public let remark: Remark
    /// The payload, a JSON text without blanks, so that plates and words are found in it as in any other.
    public let payload: [UInt8]

    package static let name = "event-replaced"
    // The reason comes first: it is what the event is known to say.
    package static let fields = ["version", "hash", "type", "schemaVersion", "remark", "payload"]

    /// What an event means.
    public init(
        version: Int64, hash: String, type: String, schemaVersion: Int64, remark: Remark, payload: [UInt8]
    ) {
        (self.version, self.hash, self.type) = (version, hash, type)
        (self.schemaVersion, self.remark, self.payload) = (schemaVersion, remark, payload)
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        version = try fields.required("version")
        hash = try fields.required("hash")
        type = try fields.required("type")
        schemaVersion = try fields.required("schemaVersion")
        remark = try fields.required("remark")
        payload = try fields.required("payload") { (reader: inout JSONReader) throws(JSONError) in
            try reader.text()
        }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("version", number: version)
        json.field("hash", hash)
        json.field("type", type)
        json.field("schemaVersion", number: schemaVersion)
        json.field("remark", remark)
        json.name("payload")
        json.raw(payload)
    }

    /// The payload as the log holds it, which has no amounts of its own.
    public var payloadInLog: [UInt8] { JSONWriter.object { write(&$0, in: Currency(code: "EUR")!) } }

    package func sentence(in currency: Currency) -> String {
        "Event \(version), which could not be read, was replaced by \(type) (\(remark))."
    }

    package var event: GarageEvent { .eventReplaced(self) }

    /// What it says has been taken in with the event that it replaces.
    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] { [] }
}

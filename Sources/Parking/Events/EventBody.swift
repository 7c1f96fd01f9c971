package import JSON
package import Money

/// One kind of event: what it says, how the log holds it, and what it does to a garage.
///
/// A file each. The stored form is a contract: once a log holds it, it is read for ever. Who changes a form adds an upcast.
package protocol EventBody: Hashable, Sendable {
    /// The kind's name in the log.
    static var name: String { get }
    /// The names of the fields of its payload. A payload with any other field is not read.
    static var fields: [String] { get }
    /// What makes a payload of schema version 1 one of version 2, that one of version 3, and so on.
    static var upcasts: [[FieldChange]] { get }

    /// Reads today's form.
    init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError)
    /// Writes today's form into an object; what has its default is not written.
    ///
    /// - Parameter currency: the garage's.
    func write(_ json: inout JSONWriter, in currency: Currency)

    /// What happened, for people.
    func sentence(in currency: Currency) -> String

    /// The event as one of all there are.
    var event: GarageEvent { get }
    /// Takes the event into a garage, and says what that changed.
    func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange]
}

extension EventBody {
    /// Most forms have never changed.
    package static var upcasts: [[FieldChange]] { [] }

    /// The version of the form that is written today.
    package static var schemaVersion: Int16 { Int16(upcasts.count) + 1 }

    /// Reads a payload of any form that was ever written.
    package static func read(
        _ payload: [UInt8], schemaVersion: Int16, zones: ZoneLookup
    ) throws(EventCodecError) -> Self {
        guard (1...Self.schemaVersion).contains(schemaVersion) else {
            throw .unknownType(name, schemaVersion: schemaVersion)
        }
        do {
            return try JSONReader.read(payload) { (reader: inout JSONReader) throws(JSONError) in
                try reader.fields(fields, upcasts: upcasts.dropFirst(Int(schemaVersion) - 1)) {
                    (fields: inout JSONFields) throws(JSONError) in try Self(&fields, zones: zones)
                }
            }
        } catch { throw .malformed(type: name, error) }
    }

    /// The payload in today's form.
    package func payload(in currency: Currency) -> [UInt8] {
        var json = JSONWriter(reserving: 128)
        json.object { write(&$0, in: currency) }
        return json.bytes
    }
}

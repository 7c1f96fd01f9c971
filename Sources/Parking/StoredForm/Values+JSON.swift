public import JSON

// Values of the garage as JSON texts, in the log and in requests alike.

extension JSONError.Kind {
    /// No plate looks like that.
    public static let plate = JSONError.Kind.other("plate")
}

extension Plate: JSONReadable {
    /// Reads a plate; its text is personal data and does not return in the error.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Plate {
        guard let plate = Plate(try reader.string()) else {
            throw JSONError(
                "must be a plate: 1 to 16 letters and digits, with blanks, hyphens and dots as you like; or # and a card's number",
                kind: .plate)
        }
        return plate
    }
}

extension PlateID: JSONReadable {
    /// Reads 32 hexadecimal digits.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> PlateID {
        try reader.value("32 hexadecimal digits", { PlateID(hex: $0) })
    }
}

extension JSONReadable where Self: Slug {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Self {
        try reader.value("1 to 64 of a–z, 0–9, - _ and .", Self.init)
    }
}

extension JSONReadable where Self: Token {
    /// Reads a text that a device or a caller made up.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Self {
        try reader.value("1 to 128 printable ASCII characters", Self.init)
    }
}

extension JSONReadable where Self: EventNamed {
    /// Reads the version of the event that began the thing.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Self {
        let version = try reader.int64()
        guard version > 0 else { throw JSONError("must be a number from 1 on") }
        return Self(version: version)
    }
}

extension Confidence: JSONReadable, JSONWritable {
    /// Reads per cent.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Confidence {
        let percent = try reader.int64()
        guard (0...100).contains(percent) else { throw JSONError("must be from 0 to 100 per cent") }
        return Confidence(percent: Int(percent))!
    }

    /// Writes per cent.
    public func write(_ json: inout JSONWriter) { json.number(percent) }
}

extension Remark: JSONReadable {
    /// Reads words of a person.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Remark {
        try reader.value("1 to 200 characters without control characters", Remark.init)
    }
}

extension TextID: JSONReadable {
    /// Reads what words are called.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> TextID {
        try reader.value("32 digits from 0 to f, as events refer to words") { TextID(hex: $0) }
    }
}

extension GarageID: JSONReadable {}
extension GateID: JSONReadable {}
extension ReasonCode: JSONReadable {}
extension DeviceEventID: JSONReadable {}
extension TicketID: JSONReadable {}
extension SessionID: JSONReadable {}
extension ReservationID: JSONReadable {}
extension PermitID: JSONReadable {}
extension AuthorisationID: JSONReadable {}
extension ExitID: JSONReadable {}
extension ExceptionID: JSONReadable {}
extension Actor: JSONReadable {}
extension QuarantineID: JSONReadable {}
extension QuarantineReason: JSONReadable {}
extension PassageQuarantined.Kind: JSONReadable {}
extension Holder: JSONReadable {}
extension DenialReason: JSONReadable {}
extension Direction: JSONReadable {}
extension Admission: JSONReadable {}
extension AntiPassback: JSONReadable {}
extension PlateFolding: JSONReadable {}
extension Gate.Lane: JSONReadable {}
extension PermitKind.Name: JSONReadable {}

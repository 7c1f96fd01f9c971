/// What an event calls words that a person typed: the first 16 bytes of SHA-256(salt ‖ words), meaningless without the log's texts.
public struct TextID: Hashable, Sendable, CustomStringConvertible {
    /// Its 32 hexadecimal digits in lower case.
    public let description: String

    /// The identifier of such digits; nil for any other text.
    public init?(hex: some StringProtocol) {
        guard let id = PlateID(hex: hex), id.description == hex else { return nil }
        description = id.description
    }

    /// The identifier of 16 bytes; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard let id = PlateID(bytes: bytes) else { return nil }
        description = id.description
    }

    /// Its 16 bytes.
    public var bytes: [UInt8] { PlateID(hex: description)!.bytes }
}

extension Remark {
    /// What stands in place of words that stand elsewhere.
    private static let reference = "text:"

    /// A remark whose words stand in the log's texts, where they can be erased.
    public init(_ id: TextID) { self.init(Remark.reference + id.description)! }

    /// What its words are called, where they stand elsewhere.
    public var id: TextID? {
        guard text.hasPrefix(Remark.reference) else { return nil }
        return TextID(hex: text.dropFirst(Remark.reference.count))
    }
}

/// What events call a plate: the first 16 bytes of SHA-256(salt ‖ plate), meaningless without the vault.
public struct PlateID: Hashable, Sendable, CustomStringConvertible {
    private let words: HexadecimalWords

    /// The identifier of 16 bytes; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        words = HexadecimalWords(
            bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Its 16 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for word in [words.high, words.low] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The identifier that ``description`` printed; nil for any other text.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 32 else { return nil }
        var words = HexadecimalWords()
        for byte in hex.utf8 { guard words.append(digit: byte) else { return nil } }
        self.words = words
    }

    /// Its 32 hexadecimal digits in lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            for place in 0..<32 { buffer[place] = words.digit(at: place) }
            return 32
        }
    }

    /// Half of a hash tells plates apart well enough for a table.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.low) }
}

extension PlateID: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try PlateID(words: form(value!.words))
    }

    private init(words: HexadecimalWords) { self.words = words }
}

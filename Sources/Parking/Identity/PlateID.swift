/// What events call a plate: the first 16 bytes of SHA-256(salt ‖ plate), meaningless without the vault.
public struct PlateID: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// The identifier of 16 bytes; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Its 16 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The identifier that ``description`` printed; nil for any other text.
    public init?(hex: some StringProtocol) {
        var (high, low): (UInt64, UInt64) = (0, 0)
        guard hex.utf8.count == 32 else { return nil }
        for byte in hex.utf8 {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 97...102: digit = byte - 87
            default: return nil
            }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit)
        }
        (self.high, self.low) = (high, low)
    }

    /// Its 32 hexadecimal digits in lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<16 {
                buffer[index] = digits[Int(truncatingIfNeeded: (high >> UInt64(60 - 4 * index)) & 15)]
                buffer[index + 16] = digits[Int(truncatingIfNeeded: (low >> UInt64(60 - 4 * index)) & 15)]
            }
            return 32
        }
    }
}

/// Sixteen bytes, written as 32 hexadecimal digits in lower case.
struct HexadecimalWords: Hashable, Sendable {
    private(set) var high: UInt64 = 0
    private(set) var low: UInt64 = 0

    init(_ high: UInt64 = 0, _ low: UInt64 = 0) {
        self.high = high
        self.low = low
    }

    /// Takes one more digit in at the end; false where the byte is none.
    @inline(__always)
    mutating func append(digit byte: UInt8) -> Bool {
        let digit: UInt8
        switch byte {
        case 48...57: digit = byte - 48
        case 97...102: digit = byte - 87
        default: return false
        }
        high = high << 4 | low >> 60
        low = low << 4 | UInt64(digit)
        return true
    }

    /// The digit at a place of the 32.
    @inline(__always)
    func digit(at place: Int) -> UInt8 {
        let word = place < 16 ? high : low
        let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (place & 15))) & 15
        return value < 10 ? value + 48 : value + 87
    }
}

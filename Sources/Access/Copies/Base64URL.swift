/// Bytes as letters that stand in addresses and tokens, without padding (RFC 4648, 5). A copy for a gate has millions of them.
enum Base64URL {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func text(_ bytes: [UInt8]) -> String { String(decoding: encoded(bytes), as: UTF8.self) }

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        let count = (bytes.count * 4 + 2) / 3
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            letters.withUnsafeBufferPointer { letters in
                bytes.withUnsafeBufferPointer { bytes in
                    var place = 0
                    var index = 0
                    while index < bytes.count {
                        let a = UInt32(bytes[index])
                        let b = index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0
                        let c = index + 2 < bytes.count ? UInt32(bytes[index + 2]) : 0
                        let bits = a << 16 | b << 8 | c
                        for shift in stride(from: UInt32(18), through: 0, by: -6) where place < count {
                            buffer[place] = letters[Int(bits >> shift & 63)]
                            place += 1
                        }
                        index += 3
                    }
                }
            }
            initialized = count
        }
    }

    static func bytes(_ text: String) -> [UInt8]? { decoded(Array(text.utf8)[...]) }

    /// The bytes; nil where a letter is none, or the last one says more than there is.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var held = 0
        for letter in text {
            let value = values[Int(letter)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            bits &= (1 << UInt32(held)) - 1
        }
        return bits == 0 ? bytes : nil
    }
}

/// A number plate as cameras and people agree on it: capital letters and digits only.
///
/// Blanks, hyphens and dots are dropped, Latin letters capitalised (design rule 8). Letters of other scripts stay as they are:
/// plates in Cyrillic, Arabic or Chinese are matched by their own letters.
///
/// A plate is personal data. It appears in commands and in the vault, never in an event, a reply that is stored, or a log line;
/// so it prints as dots.
public struct Plate: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The normalised characters, 1 to 16 of them.
    public let characters: String

    /// Normalises what was read; nil where that leaves nothing, more than 16 characters, or a character no plate has.
    public init?(_ text: some StringProtocol) {
        var characters = ""
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "-", ".", "\u{B7}", "\u{A0}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}": continue
            case "0"..."9": characters.unicodeScalars.append(scalar)
            default:
                guard Plate.isLetter(scalar) else { return nil }
                let capitals = scalar.properties.uppercaseMapping
                // A few letters have a capital that is none: a base letter with a mark, or an emoji.
                guard capitals.unicodeScalars.allSatisfy(Plate.isLetter) else { return nil }
                characters += capitals
            }
            count += 1
            guard count <= 16 else { return nil }
        }
        guard !characters.isEmpty, characters.unicodeScalars.count <= 16 else { return nil }
        self.characters = characters
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && !scalar.properties.isEmoji
    }

    /// What it prints as.
    public var description: String { "•••" }

    /// Nothing to look into, so that a dump shows no more than a print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

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
        var words: [UInt64] = [0, 0]
        guard hex.utf8.count == 32 else { return nil }
        for (index, byte) in hex.utf8.enumerated() {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 97...102: digit = byte - 87
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(digit)
        }
        (high, low) = (words[0], words[1])
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

/// A number plate as cameras and people agree on it: capital letters and digits, in one form (design rule 8).
///
/// One form, because plates are compared in memory, found in a table by their bytes, and hashed for ever. Letters are
/// composed and capital, and forms for compatibility, such as full-width ones, are the letters they stand for. Digits of
/// any script are 0 to 9. Blanks, hyphens, dots and what nobody sees are dropped; any other character is no plate's. A
/// mark is kept where it composes with its letter or is part of a script's letters, as vowel signs are.
///
/// Letters of other scripts stay as they are: plates in Cyrillic, Arabic or Chinese are matched by their own letters. A
/// garage that forgives more does so when it matches (``PlateFolding``), never when it stores.
///
/// Two cars whose plates differ only in where the gap stands, as `B NO 1234` and `BN O 1234`, are one plate, by design:
/// cameras do not read gaps, and people do not type them.
///
/// A permanent card that a reader sees in place of a plate stands wherever a plate may: its number behind a `#`, as in
/// `#04A2219C`. It is matched by all of its characters, and looks like no other.
///
/// A plate is personal data. It appears in commands and in the vault, never in an event, a reply that is stored, or a
/// log line; so it prints as dots.
public struct Plate: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// How many characters a plate has at most.
    static let mostCharacters = 16
    /// How many a card's number has at most.
    static let mostInCard = 32

    /// The normalised characters, 1 to 16 of them; of a card `#` and 1 to 32.
    public let characters: String

    /// Whether it is the number of a permanent card.
    public var isCard: Bool { characters.utf8.first == UInt8(ascii: "#") }

    /// Normalises what was read; nil where that leaves nothing, more than 16 characters, or a character no plate has.
    ///
    /// Behind a `#` it is a card's number: 1 to 32 letters and digits of ASCII.
    public init?(_ text: some StringProtocol) {
        if text.utf8.first == UInt8(ascii: "#") {
            guard let number = Plate.cardNumber(text.utf8.dropFirst()) else { return nil }
            characters = "#" + number
            return
        }
        switch text.utf8.withContiguousStorageIfAvailable(Plate.plain) {
        case .plate(let characters): self.characters = characters
        case .refused: return nil
        case .beyondASCII, nil:
            var reading = PlateReading()
            for scalar in text.unicodeScalars { guard reading.take(scalar) else { return nil } }
            guard let characters = reading.characters() else { return nil }
            self.characters = characters
        }
    }

    private static func cardNumber(_ text: some Sequence<UInt8>) -> String? {
        var number: [UInt8] = []
        for byte in text {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): number.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): number.append(byte - 32)
            default: return nil
            }
        }
        return (1...mostInCard).contains(number.count) ? String(decoding: number, as: UTF8.self) : nil
    }

    private enum Plain {
        case plate(String)
        case refused
        case beyondASCII
    }

    /// Nearly all plates are ASCII, and every gate waits for them: no table, and no memory but the text's own.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Plain {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostCharacters) { characters in
            var count = 0
            for byte in bytes {
                let character: UInt8
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."): continue
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): character = byte
                case UInt8(ascii: "a")...UInt8(ascii: "z"): character = byte - 32
                case 0x80...: return .beyondASCII
                default: return .refused
                }
                guard count < mostCharacters else { return .refused }
                characters.initializeElement(at: count, to: character)
                count += 1
            }
            let read = UnsafeBufferPointer(rebasing: characters[..<count])
            return count == 0 ? .refused : .plate(String(decoding: read, as: UTF8.self))
        }
    }

    /// What it prints as.
    public var description: String { "•••" }

    /// Nothing to look into, so that a dump shows no more than a print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

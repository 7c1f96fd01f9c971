extension String {
    /// Whether the text may name a rate or a group: 1 to 64 of a–z, 0–9, `-`, `_` and `.`, a letter or digit first.
    var isIdentifier: Bool {
        guard let first = utf8.first, utf8.count <= 64 else { return false }
        return first.isLetterOrDigit && utf8.allSatisfy { $0.isLetterOrDigit || $0.joinsWords }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }

    fileprivate var joinsWords: Bool {
        self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }
}

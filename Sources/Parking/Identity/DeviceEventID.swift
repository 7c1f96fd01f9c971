/// What a device calls one of its readings, so that a repeated delivery is known (design rule 9).
///
/// Any token will do. Most devices send UUIDs, and a busy garage keeps a hundred thousand of them: one in its usual form is held as
/// its 16 bytes.
public struct DeviceEventID: Token {
    private let form: Form

    fileprivate enum Form: Hashable, Sendable {
        case uuid(HexadecimalWords)
        case text(String)
    }

    /// Takes a text that has been checked.
    public init(checked text: String) { form = HexadecimalWords(uuid: text).map(Form.uuid) ?? .text(text) }

    /// The text itself.
    public var text: String {
        switch form {
        case .text(let text): text
        case .uuid(let words): words.uuid
        }
    }
}

extension HexadecimalWords {
    /// The groups of 8, 4, 4, 4 and 12 digits in lower case; nil for any other text, which would not come back as it was.
    fileprivate init?(uuid text: String) {
        guard text.utf8.count == 36 else { return nil }
        self.init()
        var place = 0
        for byte in text.utf8 {
            guard HexadecimalWords.isDash(place) ? byte == 45 : append(digit: byte) else { return nil }
            place += 1
        }
    }

    fileprivate var uuid: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var digits = 0
            for place in 0..<36 {
                if HexadecimalWords.isDash(place) {
                    buffer[place] = 45
                } else {
                    buffer[place] = digit(at: digits)
                    digits += 1
                }
            }
            return 36
        }
    }

    private static func isDash(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }
}

extension DeviceEventID: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try DeviceEventID(form: form(value!.form))
    }

    private init(form: Form) { self.form = form }
}

extension DeviceEventID.Form: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .uuid(form.next())
            case 1: return try .text(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .uuid(let words): try form.put(0, words)
        case .text(let text): try form.put(1, text)
        }
        return value
    }
}

public import Chronology
import Crypto
public import EventLog
import Foundation
import JSON

/// The last event of every garage at a moment, with the installation's signature: what a log that was changed later no longer extends.
///
/// The signed text is made for strangers: its first line is `parklog-heads 1` and the moment in microseconds since 1970, each of the
/// next a version, the hash of that event in hexadecimal, and the garage. The signature is Ed25519 (RFC 8032) over its UTF-8.
public struct SignedHeads: Hashable, Sendable {
    /// When they were read.
    public let madeAt: Instant
    /// By garage.
    public let heads: [String: Head]
    /// The key that signed them.
    public let keyID: String
    /// The signed text.
    public let text: String
    /// 64 bytes.
    public let signature: [UInt8]

    /// A garage's last event.
    public struct Head: Hashable, Sendable {
        /// Its version.
        public let version: Int64
        /// Its hash.
        public let hash: EventHash

        /// An event.
        public init(version: Int64, hash: EventHash) { (self.version, self.hash) = (version, hash) }
    }

    private static let form = "parklog-heads 1"

    /// Heads, signed.
    public init(_ heads: [String: Head], madeAt: Instant, by key: InstallationKey) throws {
        let lines =
            ["\(SignedHeads.form) \(madeAt.microseconds)"]
            + heads.sorted { $0.key < $1.key }.map { "\($0.value.version) \($0.value.hash) \($0.key)" }
        text = lines.joined(separator: "\n") + "\n"
        signature = Array(try key.key.signature(for: Data(text.utf8)))
        (self.heads, self.madeAt, keyID) = (heads, madeAt, key.id)
    }

    /// The heads of a file, whose signature is that of one of the keys.
    public init(json: [UInt8], keys: InstallationKeys) throws(SignedHeadsError) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(json)),
            let signature = Base64URL.bytes(stored.signature)
        else { throw .unreadable }
        try self.init(stored.heads, signature: Array(signature), by: stored.keyId, keys: keys)
    }

    /// Heads as they were kept, whose signature is that of one of the keys.
    init(
        _ text: String, signature: [UInt8], by keyID: String, keys: InstallationKeys
    ) throws(SignedHeadsError) {
        guard let key = keys[keyID] else { throw .unknownKey(keyID) }
        guard key.isValidSignature(signature, for: Data(text.utf8)) else { throw .altered }
        (self.keyID, self.text, self.signature) = (keyID, text, signature)
        var lines = text.split(separator: "\n")[...]
        guard let first = lines.popFirst(), first.hasPrefix(SignedHeads.form + " "),
            let moment = Int64(first.dropFirst(SignedHeads.form.count + 1))
        else { throw .unreadable }
        madeAt = Instant(microseconds: moment)
        var heads: [String: Head] = [:]
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let version = Int64(parts[0]), let bytes = SignedHeads.bytes(of: parts[1]),
                let hash = EventHash(bytes: bytes)
            else { throw .unreadable }
            heads[String(parts[2])] = Head(version: version, hash: hash)
        }
        self.heads = heads
    }

    /// The file.
    public var json: [UInt8] {
        JSONWriter.object { json in
            json.field("keyId", keyID)
            json.field("signature", Base64URL.text(signature))
            json.field("heads", text)
        }
    }

    private struct Stored: Decodable {
        let keyId: String
        let signature: String
        let heads: String
    }

    private static func bytes(of hexadecimal: Substring) -> [UInt8]? {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        guard digits.count == hexadecimal.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// Why heads in a file are not believed.
public enum SignedHeadsError: Error, Hashable, Sendable {
    /// It is no file of heads.
    case unreadable
    /// None of the installation's keys signed them.
    case unknownKey(String)
    /// The signature is not over them.
    case altered

    /// What to do about it.
    public var sentence: String {
        switch self {
        case .unreadable: "The file holds no signed heads; parklog head makes one."
        case .unknownKey(let id):
            "The heads are signed by the key \(id), which this installation does not know; give its public half with --keys."
        case .altered: "The heads in the file are not those that were signed; take another copy of it."
        }
    }
}

public import Chronology
import Crypto
import Foundation
import JSON
public import Parking

/// A copy for a gate with the installation's signature over its bytes: one JSON Web Signature in its compact form (RFC 7515, with
/// EdDSA of RFC 8037), so that whoever builds gates can verify it by a library of theirs.
public enum SignedCopy {
    /// What says that a signature is over a copy, and over nothing else.
    private static let type = "parklog-copy"

    /// A copy, signed.
    public static func sign(_ copy: GateCopy, by key: InstallationKey) throws -> [UInt8] {
        let header = JSONWriter.object { json in
            json.field("alg", "EdDSA")
            json.field("kid", key.id)
            json.field("typ", type)
        }
        var signed = Base64URL.encoded(header) + [dot]
        signed += Base64URL.encoded(copy.json)
        let signature = try key.key.signature(for: signed)
        return signed + [dot] + Base64URL.encoded(Array(signature))
    }

    /// The copy that was signed.
    ///
    /// Nothing of it is read before its signature has been verified, but the name of the key.
    public static func open(
        _ text: [UInt8], keys: InstallationKeys, zones: ZoneLookup
    ) throws(GateCopyProblem) -> GateCopy {
        // A file may end with a line.
        var text = text[...]
        while let last = text.last, last == 10 || last == 13 || last == 32 { text.removeLast() }
        let parts = text.split(separator: dot, omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decoded(parts[0]),
            let header = try? JSONDecoder().decode(Header.self, from: Data(head)), header.alg == "EdDSA",
            header.typ == type
        else { throw .malformed }
        guard let key = keys[header.kid] else { throw .unknownKey(header.kid) }
        guard let signature = Base64URL.decoded(parts[2]),
            key.isValidSignature(signature, for: text[text.startIndex..<parts[1].endIndex]),
            let payload = Base64URL.decoded(parts[1])
        else { throw .altered }
        do throws(JSONError) { return try GateCopy(json: payload, zones: zones) } catch { throw .unreadable(error) }
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String
        let typ: String
    }

    private static let dot = UInt8(ascii: ".")
}

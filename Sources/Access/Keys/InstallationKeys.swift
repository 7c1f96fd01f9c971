import Crypto
import Foundation

/// The public halves of keys that an installation signs by: a gate tells its copies by them from any other file, an auditor its heads.
public struct InstallationKeys: Sendable {
    private let byID: [String: Curve25519.Signing.PublicKey]

    /// The keys of a text, a JSON Web Key or a set of them (RFC 7517); keys for other ends are passed over. Nil where there is
    /// none.
    public init?(json: [UInt8]) {
        let (data, decoder) = (Data(json), JSONDecoder())
        let listed = (try? decoder.decode(Listed.self, from: data))?.keys
        var byID: [String: Curve25519.Signing.PublicKey] = [:]
        for key in listed ?? [try? decoder.decode(Key.self, from: data)].compactMap(\.self) {
            guard key.crv == "Ed25519", let bytes = key.x.flatMap(Base64URL.bytes),
                let known = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
            else { continue }
            // A key is called by what it is, whatever its file says.
            byID[InstallationKeys.id(of: known)] = known
        }
        guard !byID.isEmpty else { return nil }
        self.byID = byID
    }

    private struct Listed: Decodable {
        let keys: [Key]
    }

    private struct Key: Decodable {
        let crv: String?
        let x: String?
    }

    subscript(id: String) -> Curve25519.Signing.PublicKey? { byID[id] }

    static func id(of key: Curve25519.Signing.PublicKey) -> String {
        SHA256.hash(data: key.rawRepresentation).prefix(16)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

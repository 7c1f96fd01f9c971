import Crypto
import Foundation
import JWTKit

/// The key by which an installation signs the tokens that it gives out itself: a file that only its owner may read.
///
/// ES256 (RFC 7518): ECDSA with P-256 and SHA-256.
public struct SigningKey: Sendable {
    private let key: ES256PrivateKey

    /// What the key is called: the first 16 bytes of SHA-256 of its public half.
    public var id: String { JSONWebKey(key.publicKey).id }

    /// The public half, as a JSON Web Key (RFC 7517).
    public var publicKey: String { JSONWebKey(key.publicKey).text }

    /// A new key.
    public init() { key = ES256PrivateKey() }

    /// The key in a file; a link is followed.
    public init(file path: String) throws(SigningKeyError) {
        let bytes: [UInt8]
        do { bytes = try PrivateFile.bytes(of: path) } catch {
            switch error {
            case .missing: throw .missing(path)
            case .open: throw .open(path)
            case .unreadable: throw .unreadable(path)
            }
        }
        guard let key = try? ES256PrivateKey(pem: String(decoding: bytes, as: UTF8.self)) else {
            throw .unreadable(path)
        }
        self.key = key
    }

    /// Keeps a new key in a file that must not be there yet; nobody else may ever read it.
    public func save(to path: String) throws(SigningKeyError) {
        try? FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : .unwritable(path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { try file.write(contentsOf: Data((key.pemRepresentation + "\n").utf8)) } catch {
            unlink(path)
            throw .unwritable(path)
        }
    }

    /// Signs what a token says.
    func sign(_ claims: TokenClaims) async throws -> String {
        let keys = JWTKeyCollection()
        let id = JWKIdentifier(string: id)
        await keys.add(ecdsa: key, kid: id)
        return try await keys.sign(claims, kid: id)
    }
}

/// A public key as issuers publish it.
private struct JSONWebKey {
    let id: String
    let text: String

    init(_ key: ES256PublicKey) {
        guard let (x, y) = key.parameters else { preconditionFailure("a key on a curve has coordinates") }
        let digest = SHA256.hash(data: Data("\(x) \(y)".utf8)).prefix(16)
        id = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        func url(_ base64: String) -> String {
            base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        text =
            #"{"kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256", "kid": "\#(id)", "x": "\#(url(x))", "y": "\#(url(y))"}"#
    }
}

/// Why a key cannot be used.
public enum SigningKeyError: Error, Hashable, Sendable {
    case missing(String)
    /// Others may read it.
    case open(String)
    case unreadable(String)
    case exists(String)
    case unwritable(String)

    /// What to do about it.
    public var sentence: String {
        switch self {
        case .missing(let path): "There is no key in \(path)."
        case .open(let path): "Others may read the key in \(path); allow it to its owner only: chmod 600 \(path)"
        case .unreadable(let path): "The file \(path) is no P-256 key in PEM."
        case .exists(let path): "There is a file at \(path) already; name another one."
        case .unwritable(let path): "The key cannot be written to \(path)."
        }
    }
}

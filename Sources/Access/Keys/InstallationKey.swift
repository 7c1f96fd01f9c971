import Crypto
import Foundation

/// A key by which an installation signs what others verify without it, such as copies for gates or the heads of its logs: a file that
/// only its owner, and who signs by it, may read.
///
/// EdDSA with Ed25519 (RFC 8037), kept as a JSON Web Key. Each signs one kind of thing, and none signs tokens: who has its public half
/// can verify and make none.
public struct InstallationKey: Sendable {
    let key: Curve25519.Signing.PrivateKey

    /// What the key is called: the first 16 bytes of SHA-256 of its public half.
    public var id: String { InstallationKeys.id(of: key.publicKey) }

    /// The public half, as a JSON Web Key (RFC 7517).
    public var publicKey: String {
        #"{"kty": "OKP", "use": "sig", "alg": "EdDSA", "crv": "Ed25519", "kid": "\#(id)", "x": "\#(x)"}"#
    }

    private var x: String { Base64URL.text(Array(key.publicKey.rawRepresentation)) }

    /// A new key.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// The key in a file; a link is followed.
    public init(file path: String) throws(InstallationKeyError) {
        let bytes: [UInt8]
        do { bytes = try PrivateFile.bytes(of: path) } catch {
            switch error {
            case .missing: throw .missing(path)
            case .open: throw .open(path)
            case .unreadable: throw .unreadable(path)
            }
        }
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)), stored.crv == "Ed25519",
            let seed = Base64URL.bytes(stored.d),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { throw .unreadable(path) }
        self.key = key
    }

    private struct Stored: Decodable {
        let crv: String
        let d: String
    }

    /// Keeps a new key in a file that must not be there yet; nobody else may ever read it.
    public func save(to path: String) throws(InstallationKeyError) {
        try? FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : .unwritable(path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let d = Base64URL.text(Array(key.rawRepresentation))
        let text =
            #"{"kty": "OKP", "crv": "Ed25519", "kid": "\#(id)", "x": "\#(x)", "d": "\#(d)"}"# + "\n"
        do { try file.write(contentsOf: Data(text.utf8)) } catch {
            unlink(path)
            throw .unwritable(path)
        }
    }
}

/// Why a key cannot be used.
public enum InstallationKeyError: Error, Hashable, Sendable {
    case missing(String)
    /// Others may read it.
    case open(String)
    case unreadable(String)
    case exists(String)
    case unwritable(String)
    /// What was given as the installation's keys is none.
    case noKeys(String)

    /// What to do about it.
    public var sentence: String {
        switch self {
        case .missing(let path):
            "There is no key in \(path); parklog gate-key makes one for copies, parklog head one for heads."
        case .open(let path): "Others may read the key in \(path); allow it to its owner only: chmod 600 \(path)"
        case .unreadable(let path): "The file \(path) is no private Ed25519 key as a JSON Web Key."
        case .exists(let path): "There is a file at \(path) already; name another one."
        case .unwritable(let path): "The key cannot be written to \(path)."
        case .noKeys(let path):
            "The file \(path) has no public Ed25519 key as a JSON Web Key, or a set of them; parklog gate-key prints those for copies, "
                + "parklog head --keys those for heads."
        }
    }
}

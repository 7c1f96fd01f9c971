import Access
import Foundation

/// Where a certificate and its key are.
public struct CertificateFiles: Hashable, Sendable {
    /// The file with the certificate, and behind it those that vouch for it.
    public let certificate: String
    /// The file with its private key.
    public let key: String

    /// Two files in PEM.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// What the two files say.
    struct Contents: Hashable, Sendable {
        let certificate: [UInt8]
        let key: [UInt8]
    }

    private static let most = 1024 * 1024

    /// Reads both; it waits for the disk.
    func contents() throws(CertificateError) -> Contents {
        guard FileManager.default.fileExists(atPath: certificate) else { throw .missing(certificate) }
        guard let file = FileHandle(forReadingAtPath: certificate),
            let chain = try? file.read(upToCount: CertificateFiles.most)
        else { throw .unreadable(certificate) }
        return Contents(certificate: Array(chain), key: try keyBytes())
    }

    private func keyBytes() throws(CertificateError) -> [UInt8] {
        do { return try PrivateFile.bytes(of: key) } catch {
            switch error {
            case .missing: throw .keyMissing(key)
            case .open: throw .keyOpen(key)
            case .unreadable: throw .unreadable(key)
            }
        }
    }
}

public import Chronology
import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate of this machine's loopback that vouches for itself, and its key, in PEM.
public struct TestCertificate: Sendable {
    /// The certificate.
    public let certificate: String
    /// Its private key.
    public let key: String

    /// A new one, with a new key.
    public init(from: Instant, until: Instant) throws {
        let signing = P256.Signing.PrivateKey()
        let key = Certificate.PrivateKey(signing)
        let name = try DistinguishedName { CommonName("localhost") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date(from), notValidAfter: Date(until), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([
                    .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
            }, issuerPrivateKey: key)
        self.certificate = try certificate.serializeAsPEM().pemString + "\n"
        self.key = signing.pemRepresentation + "\n"
    }

    /// Writes both into two files, the key for its owner alone.
    public func write(certificate: String, key: String) throws {
        try Data(self.certificate.utf8).write(to: URL(fileURLWithPath: certificate), options: .atomic)
        try? FileManager.default.removeItem(atPath: key)
        _ = FileManager.default.createFile(
            atPath: key, contents: Data(self.key.utf8), attributes: [.posixPermissions: 0o600])
    }
}

extension Date {
    fileprivate init(_ instant: Instant) { self.init(timeIntervalSince1970: Double(instant.microseconds) / 1e6) }
}

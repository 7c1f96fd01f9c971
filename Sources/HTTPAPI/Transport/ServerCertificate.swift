import Chronology
import NIOCore
import NIOSSL

/// A certificate with its key, as connections are opened with it.
struct ServerCertificate: Sendable {
    let contents: CertificateFiles.Contents
    let term: CertificateTerm
    let context: NIOSSLContext

    /// How long a connection waits for the client to say that it has understood the end.
    private static let farewell = TimeAmount.seconds(2)

    /// - Parameter files: where the contents are from.
    init(_ contents: CertificateFiles.Contents, from files: CertificateFiles) throws(CertificateError) {
        self.contents = contents
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(contents.certificate), let first = chain.first else {
            throw .noCertificate(files.certificate)
        }
        guard let key = try? NIOSSLPrivateKey(bytes: contents.key, format: .pem) else { throw .noKey(files.key) }
        term = CertificateTerm(from: Instant(first.notValidBefore), until: Instant(first.notValidAfter))
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.shutdownTimeout = ServerCertificate.farewell
        // Both are readable, so it is together that they are wrong.
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .notTogether(certificate: files.certificate, key: files.key)
        }
        self.context = context
    }
}

extension Instant {
    /// A time of a certificate, as far as there are such.
    fileprivate init(_ time: Int) {
        let seconds = Int64(time)
        self =
            seconds < Instant.earliest.microseconds / 1_000_000
            ? .earliest
            : seconds > Instant.latest.microseconds / 1_000_000
                ? .latest : Instant(microseconds: seconds * 1_000_000)
    }
}

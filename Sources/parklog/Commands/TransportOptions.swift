import ArgumentParser
import HTTPAPI
import Logging
import SystemTime

/// How clients reach the service.
struct TransportOptions: ParsableArguments {
    @Option(help: "The address to listen on: one of the loopback, and with TLS or behind a proxy any, such as 0.0.0.0.")
    var host: String = "127.0.0.1"

    @Option(
        help: "The file of the certificate that the service speaks TLS with, in PEM, and of those that vouch for it.")
    var tlsCertificate: String?

    @Option(
        help:
            "The file of its private key, which only the service's user may read. Both are taken anew when they change."
    )
    var tlsKey: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help:
            "The address of a proxy that ends TLS, or its network, such as 10.0.0.0/8; it is believed whom it names as its client."
    )
    var trustedProxies: [Network] = []

    /// Where certificate and key are; nil where no TLS is spoken.
    private var files: CertificateFiles? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return CertificateFiles(certificate: tlsCertificate, key: tlsKey)
    }

    private var loopback: HTTPAPI.Loopback? { HTTPAPI.Loopback(rawValue: host) }

    /// Whether nobody but this machine comes, and by nobody's hands.
    var isLoopbackAlone: Bool { loopback != nil && files == nil && trustedProxies.isEmpty }

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together: name both files, or neither.")
        }
        guard files != nil || loopback != nil || !trustedProxies.isEmpty else {
            throw ValidationError(
                "--host must be 127.0.0.1, ::1 or localhost without TLS: tokens must not cross a network in the clear. Name a"
                    + " certificate with --tls-certificate and --tls-key, or the proxy that ends TLS with --trusted-proxy."
            )
        }
    }

    /// What they say; the certificate has been read.
    func transport(_ logger: Logger) throws -> Transport {
        let proxies = TrustedProxies(trustedProxies)
        if let files {
            let watch = try CertificateWatch(files, clock: systemClock, logger: logger)
            return .tls(watch, host: host, behind: proxies)
        }
        return loopback.map { .loopback($0, behind: proxies) } ?? .clear(host: host, behind: proxies)
    }
}

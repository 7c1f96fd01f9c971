/// How clients reach the service: where it listens, and what keeps their tokens from others on the way.
public struct Transport: Sendable {
    /// The address or the name that it listens on.
    public let host: String
    /// What it proves itself with; nil where it ends no TLS.
    public let certificate: CertificateWatch?
    /// Who may come in the clear besides this machine, and is believed when it names its client.
    let proxies: TrustedProxies

    /// In the clear, on the loopback of this machine.
    public static func loopback(_ host: HTTPAPI.Loopback, behind proxies: TrustedProxies = .none) -> Transport {
        Transport(host: host.rawValue, certificate: nil, proxies: proxies)
    }

    /// In the clear on any address, for this machine and for proxies that end TLS; whoever else comes is closed at once.
    public static func clear(host: String, behind proxies: TrustedProxies) -> Transport {
        Transport(host: host, certificate: nil, proxies: proxies)
    }

    /// By TLS, on any address.
    public static func tls(
        _ certificate: CertificateWatch, host: String, behind proxies: TrustedProxies = .none
    ) -> Transport {
        Transport(host: host, certificate: certificate, proxies: proxies)
    }

    /// Where it is on the loopback, so that only this machine reaches it; nil where others do.
    public var loopback: HTTPAPI.Loopback? { HTTPAPI.Loopback(rawValue: host) }
}

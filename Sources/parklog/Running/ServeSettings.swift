import Access
import Desks
import HTTPAPI
import Logging
import Settings
import SystemTime

/// What a service is told, each setting as it can be.
struct ServeSettings: Sendable {
    /// The address or the name to listen on.
    let host: String
    /// Where certificate and key are; nil where no TLS is spoken.
    private let files: CertificateFiles?
    private let proxies: TrustedProxies
    let rate: RequestRate
    let port: Int
    let metricsPort: Int?
    let limits: DoorLimits
    let desks: DeskSizes
    /// How long a question may take in the database.
    let readingDeadline: Duration
    let isAskingNobody: Bool
    let draining: DrainTimes
    let isAcceptingClock: Bool
    /// Others whose tokens are believed.
    let issuers: [OtherIssuer]
    /// Where the key is that signs copies for gates; it need not be there.
    let copyKey: String?
    /// How many minutes a garage stays in memory that nobody asks for.
    let garageIdle: Int
    /// For how many days plates that nothing names and what people typed are kept; nil for ever.
    let retention: Int?
    /// For how many days the keys of commands are kept; nil for ever.
    let keyRetention: Int?

    init(_ settings: Settings) throws {
        try ServeSettings.checkReach(settings)
        host = settings.text(.host) ?? HTTPAPI.Loopback.v4.rawValue
        files = settings.certificateFiles
        proxies = TrustedProxies(try settings.trustedProxies)
        rate = RequestRate(
            perSecond: settings.number(.requestsPerSecond) ?? RequestRate.token.perSecond,
            burst: settings.number(.burst) ?? RequestRate.token.burst)
        port = settings.number(.port) ?? 0
        metricsPort = settings.number(.metricsPort)
        limits = DoorLimits(connections: settings.number(.connections) ?? DoorLimits().connections)
        desks = DeskSizes(settings)
        readingDeadline = .seconds(settings.number(.readingDeadline) ?? 10)
        isAskingNobody = settings.isOn(.insecureLoopback)
        copyKey = settings.text(.copyKey)
        garageIdle = settings.number(.garageIdle) ?? 15
        retention = settings.number(.retention)
        keyRetention = settings.number(.keyRetention)
        draining = try DrainTimes(settings)
        isAcceptingClock = settings.isOn(.acceptClock)
        issuers = try settings.text(.tokenIssuers).map { try OtherIssuer.read(FileBytes.read($0), path: $0) } ?? []
    }
}

extension ServeSettings {
    /// How many connections read: one for each who is served with a list or the past, and two for those who ask for one thing.
    var readers: Int { desks.lists + desks.history + 2 }

    /// How clients reach it; the certificate has been read.
    func transport(_ logger: Logger) throws -> Transport {
        if let files {
            let watch = try CertificateWatch(files, clock: systemClock, logger: logger)
            return .tls(watch, host: host, behind: proxies)
        }
        return HTTPAPI.Loopback(rawValue: host).map { .loopback($0, behind: proxies) }
            ?? .clear(host: host, behind: proxies)
    }

    /// The address of its pages.
    func address(port: Int) -> String {
        "\(files == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Refuses what would send tokens over a network in the clear, or ask nobody for them who comes from elsewhere.
    private static func checkReach(_ settings: Settings) throws(SettingsProblem) {
        let (certificate, key) = (settings[.tlsCertificate], settings[.tlsKey])
        guard (certificate.value == nil) == (key.value == nil) else {
            throw SettingsProblem(
                source: (certificate.value == nil ? key : certificate).source,
                sentence: "--tls-certificate and --tls-key go together: name both files, or neither.")
        }
        let isLoopback = settings.text(.host).flatMap(HTTPAPI.Loopback.init) != nil
        let (isSecure, isBehind) = (certificate.value != nil, !settings.list(.trustedProxy).isEmpty)
        guard isSecure || isLoopback || isBehind else {
            let source = settings[.host].source
            throw SettingsProblem(
                source: source,
                sentence:
                    "\(source.naming(.host)) must be 127.0.0.1, ::1 or localhost without TLS: tokens must not cross a network in"
                    + " the clear. Name a certificate with --tls-certificate and --tls-key, or the proxy that ends TLS with"
                    + " --trusted-proxy.")
        }
        guard !settings.isOn(.insecureLoopback) || isLoopback && !isSecure && !isBehind else {
            let source = settings[.insecureLoopback].source
            throw SettingsProblem(
                source: source,
                sentence:
                    "\(source.naming(.insecureLoopback)) is for this machine alone: leave it out where others come, who"
                    + " need tokens.")
        }
    }
}

extension Settings {
    fileprivate var certificateFiles: CertificateFiles? {
        guard let certificate = text(.tlsCertificate), let key = text(.tlsKey) else { return nil }
        return CertificateFiles(certificate: certificate, key: key)
    }

    fileprivate var trustedProxies: [Network] {
        get throws(SettingsProblem) {
            var networks: [Network] = []
            for text in list(.trustedProxy) {
                guard let network = Network(text) else {
                    let source = self[.trustedProxy].source
                    throw SettingsProblem(
                        source: source,
                        sentence:
                            "\(source.naming(.trustedProxy)) must be an address or a network such as 10.0.0.0/8, not \(text)."
                    )
                }
                networks.append(network)
            }
            return networks
        }
    }
}

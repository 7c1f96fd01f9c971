import Access
import HTTPAPI
import Settings

/// What a service is told, each setting as it can be.
struct ServeSettings: Sendable {
    let host: HTTPAPI.Loopback
    let port: Int
    let metricsPort: Int?
    let limits: DoorLimits
    let isAskingNobody: Bool
    let draining: DrainTimes
    let isAcceptingClock: Bool
    /// Others whose tokens are believed.
    let issuers: [OtherIssuer]

    init(_ settings: Settings) throws {
        let host = settings[.host]
        guard let loopback = settings.text(.host).flatMap(HTTPAPI.Loopback.init) else {
            throw SettingsProblem(
                source: host.source,
                sentence:
                    "\(host.source.naming(.host)) must be 127.0.0.1, ::1 or localhost: tokens must not cross a network in the"
                    + " clear; let a proxy end TLS.")
        }
        self.host = loopback
        port = settings.number(.port) ?? 0
        metricsPort = settings.number(.metricsPort)
        limits = DoorLimits(connections: settings.number(.connections) ?? DoorLimits().connections)
        isAskingNobody = settings.isOn(.insecureLoopback)
        draining = try DrainTimes(settings)
        isAcceptingClock = settings.isOn(.acceptClock)
        issuers = try settings.text(.tokenIssuers).map { try OtherIssuer.read(FileBytes.read($0), path: $0) } ?? []
    }
}

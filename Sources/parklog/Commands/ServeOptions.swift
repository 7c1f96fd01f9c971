import ArgumentParser
import Settings

/// What a service can be told on the command line; all of it can be set in the environment and the file of settings as well.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.host.summary))
    var host: String?
    @OptionGroup var listening: PortOption
    @Option(help: ArgumentHelp(Setting.tlsCertificate.summary))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp(Setting.tlsKey.summary))
    var tlsKey: String?
    @Option(name: .customLong("trusted-proxy"), help: ArgumentHelp(Setting.trustedProxy.summary))
    var trustedProxies: [String] = []
    @Option(help: ArgumentHelp(Setting.requestsPerSecond.summary))
    var requestsPerSecond: Int?
    @Option(help: ArgumentHelp(Setting.burst.summary))
    var burst: Int?
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Setting.insecureLoopback.summary))
    var insecureLoopback: Bool?
    @Option(help: ArgumentHelp(Setting.tokenIssuers.summary))
    var tokenIssuers: String?
    @Option(help: ArgumentHelp(Setting.connections.summary))
    var connections: Int?
    @OptionGroup var desks: DeskOptions
    @Option(help: ArgumentHelp(Setting.metricsPort.summary))
    var metricsPort: Int?
    @Option(help: ArgumentHelp(Setting.garageIdle.summary))
    var garageIdle: Int?
    @Option(help: ArgumentHelp(Setting.retention.summary))
    var retention: Int?
    @Option(help: ArgumentHelp(Setting.keyRetention.summary))
    var keyRetention: Int?
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Setting.acceptClock.summary))
    var acceptClock: Bool?

    @OptionGroup var archives: ArchivesOption
    @OptionGroup var draining: DrainOptions

    var flags: [Setting: SettingValue?] {
        listening.flags.merging(draining.flags) { $1 }.merging(desks.flags) { $1 }.merging(archives.flags) { $1 }
            .merging([
                .tlsCertificate: tlsCertificate.map(SettingValue.text), .tlsKey: tlsKey.map(SettingValue.text),
                .trustedProxy: trustedProxies.isEmpty ? nil : .list(trustedProxies),
                .requestsPerSecond: requestsPerSecond.map(SettingValue.number), .burst: burst.map(SettingValue.number),
                .host: host.map(SettingValue.text), .insecureLoopback: insecureLoopback.map(SettingValue.isOn),
                .tokenIssuers: tokenIssuers.map(SettingValue.text), .connections: connections.map(SettingValue.number),
                .metricsPort: metricsPort.map(SettingValue.number),
                .garageIdle: garageIdle.map(SettingValue.number),
                .retention: retention.map(SettingValue.number),
                .keyRetention: keyRetention.map(SettingValue.number), .acceptClock: acceptClock.map(SettingValue.isOn),
            ]) { $1 }
    }
}

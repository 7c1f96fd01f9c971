import ArgumentParser
import Settings

/// What a service can be told on the command line; all of it can be set in the environment and the file of settings as well.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.host.summary))
    var host: String?
    @OptionGroup var listening: PortOption
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Setting.insecureLoopback.summary))
    var insecureLoopback: Bool?
    @Option(help: ArgumentHelp(Setting.tokenIssuers.summary))
    var tokenIssuers: String?
    @Option(help: ArgumentHelp(Setting.connections.summary))
    var connections: Int?
    @Option(help: ArgumentHelp(Setting.metricsPort.summary))
    var metricsPort: Int?
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Setting.acceptClock.summary))
    var acceptClock: Bool?

    @OptionGroup var draining: DrainOptions

    var flags: [Setting: SettingValue?] {
        listening.flags.merging(draining.flags) { $1 }.merging([
            .host: host.map(SettingValue.text), .insecureLoopback: insecureLoopback.map(SettingValue.isOn),
            .tokenIssuers: tokenIssuers.map(SettingValue.text), .connections: connections.map(SettingValue.number),
            .metricsPort: metricsPort.map(SettingValue.number),
            .acceptClock: acceptClock.map(SettingValue.isOn),
        ]) { $1 }
    }
}

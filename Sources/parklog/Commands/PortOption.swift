import ArgumentParser
import Settings

/// Where a service listens.
struct PortOption: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.port.summary + " 8080 where nothing says so."))
    var port: Int?

    var flags: [Setting: SettingValue?] { [.port: port.map(SettingValue.number)] }
}

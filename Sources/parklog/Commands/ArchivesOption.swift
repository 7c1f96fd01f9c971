import ArgumentParser
import Settings

/// Where a command finds events that were archived.
struct ArchivesOption: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.archives.summary))
    var archives: String?

    var flags: [Setting: SettingValue?] { [.archives: archives.map(SettingValue.text)] }
}

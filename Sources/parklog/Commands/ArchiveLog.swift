import Access
import ArgumentParser
import Chronology
import EventLog
import Parking
import Postgres
import Projections
import Settings
import SystemTime

struct ArchiveLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Move a garage's events up to a moment to a signed file outside the database.",
        discussion: """
            The garage goes on as before, and so do its read models, its balances and erasures: what that needs stays. Questions that \
            go further back, explain, replay, export, rebuild and verify need the file again: the setting archives names its folder. \
            Name one folder for all archives of an installation; a later one of the same garage goes on behind the one before.
              parklog archive -g mitte --until 2026-01-01T00:00:00+01:00 /srv/parklog/archives
              parklog verify --archives /srv/parklog/archives
            The file has the form of parklog export, and scripts/oracle/verify_export.py checks it. It names no plates; it is the only \
            copy of these events, so put it into the backup before you go on.
            """)

    @Argument(help: "The folder for the file.") var folder: String
    @OptionGroup var garage: GarageOption
    @Option(help: "Archive what the log took before this moment, such as 2026-01-01T00:00:00+01:00.") var until:
        Instant?
    @Option(help: "Archive up to this event.") var version: Int64?
    @Option(help: ArgumentHelp(Setting.headKey.summary + " .parklog/head-key.json where nothing says so."))
    var headKey: String?
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (until == nil) != (version == nil) else { throw ValidationError("Say one of --until and --version.") }
        guard version.map({ $0 > 0 }) ?? true else { throw ValidationError("--version is an event's, from 1 on.") }
        try AsOfOptions.check("--until", until)
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings([
                .headKey: headKey.map(SettingValue.text), .archives: .text(folder),
            ])
            let (id, folder) = (garage.garage, folder)
            let limit = version.map(Archiving.Limit.version) ?? .moment(until ?? systemClock())
            let path = settings.text(.headKey) ?? ""
            let archive = try await withKey(
                in: path, renewed: false,
                note: "Made a key in \(path); who has it can sign heads that auditors believe."
            ) { key in
                try await withDatabase(settings) { database, _ in
                    try await withConnections(1, to: database.owner, settings.logger()) { connections in
                        try await connections[0].transaction { try AccessStore.addHeadKey(key, $0) }
                        let archiving = Archiving(codec: database.codec) { garage, head in
                            try SignedHeads(
                                [garage: SignedHeads.Head(version: head.version, hash: head.hash)],
                                madeAt: systemClock(), by: key
                            ).json
                        }
                        return try await archiving.archive(id, until: limit, in: folder, on: connections[0])
                    }
                }
            }
            try Terminal.line(
                "archived events \(archive.first) to \(archive.head.version) of \(id) in \(folder)/\(archive.file)")
        }
    }
}

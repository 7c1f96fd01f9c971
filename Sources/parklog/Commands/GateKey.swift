import Access
import ArgumentParser
import Postgres
import Settings

struct GateKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate-key",
        abstract: "Print the keys by which gates verify their copies; make one where there is none.",
        discussion: """
            The private half is a file that only its owner and the service may read; the database has the public half. Gates keep \
            what is printed, as a file or by GET /v1/copy-keys.
              parklog gate-key > keys.json
              parklog gate-key --rotate > keys.json
            """)

    @Flag(help: "Make a new key in the place of the one there is; copies that were signed are good until they expire.")
    var rotate = false
    @OptionGroup var key: CopyKeyOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(key.flags)
            let (path, isNew) = (settings.copyKeyPath, rotate)
            let keys = try await withKey(
                in: path, renewed: isNew, note: "Made a key in \(path); who has it can make copies that gates believe."
            ) { key in
                try await asOwner(settings) { connection in
                    try await connection.transaction { session in
                        if isNew {
                            try AccessStore.replaceCopyKeys(by: key, session)
                        } else {
                            try AccessStore.add(key, session)
                        }
                        guard try AccessStore.isKnown(key, session) else {
                            throw Failure(.data, "The key was retired; parklog gate-key --rotate makes a new one.")
                        }
                        return try AccessStore.copyKeys(session)
                    }
                }
            }
            try Terminal.line(keys)
        }
    }
}

/// Where the private half of the key for copies is.
struct CopyKeyOption: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.copyKey.summary + " .parklog/copy-key.json where nothing says so."))
    var copyKey: String?

    var flags: [Setting: SettingValue?] { [.copyKey: copyKey.map(SettingValue.text)] }
}

extension Settings {
    /// Where the key is that signs copies.
    var copyKeyPath: String { text(.copyKey) ?? "" }
}

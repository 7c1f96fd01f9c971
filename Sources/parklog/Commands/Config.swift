import ArgumentParser
import Settings

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List every setting: what is in force, and where it was set.",
        discussion: """
            A setting has one name: --port on the command line of serve, PARKLOG_PORT in the environment, port in the file of \
            settings that --config or PARKLOG_CONFIG names. Flags come before the environment, and that before the file. What \
            can hold a password is not shown.
            """)

    @Flag(help: "Say what each is for and how it is called in the environment.")
    var explain = false
    @OptionGroup var serving: ServeOptions
    @OptionGroup var token: TokenKeyOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(serving.flags.merging(token.flags) { $1 })
            _ = try ServeSettings(settings)
            if explain {
                for setting in Setting.allCases {
                    try Terminal.line("\(setting.name), \(setting.variable)\n    \(setting.summary)")
                }
            } else {
                try Terminal.line(Config.table(settings))
            }
        }
    }

    private static func table(_ settings: Settings) -> String {
        let rows = Setting.allCases.map { setting in
            let inForce = settings[setting]
            let value = inForce.value.map { setting.isSecret ? "(hidden)" : $0.description } ?? "-"
            return [setting.name, value, inForce.value == nil ? "not set" : inForce.source.description]
        }
        let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count + 2) }.joined() + row[2]
        }.joined(separator: "\n")
    }
}

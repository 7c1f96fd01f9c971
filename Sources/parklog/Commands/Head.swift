import Access
import ArgumentParser
import EventLog
import Postgres
import Settings
import SystemTime

struct Head: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign the last event of every garage's log, and print the signed heads.",
        discussion: """
            A log that goes through these heads has not been changed up to them: parklog verify --against says so, and so does whoever \
            has the public key. They are kept in the database as well, but what proves most is a copy where nobody who may change the \
            log may change it.
              parklog head > heads-2026-11-27.json
              parklog verify --against heads-2026-11-27.json
            Nothing is verified before it is signed; parklog verify does that.
            """)

    @Flag(help: "Print the public halves of all keys that ever signed heads, and sign nothing.") var keys = false
    @Flag(help: "Make a new key in the place of the one there is; what the old one signed still verifies.") var rotate =
        false
    @Option(help: ArgumentHelp(Setting.headKey.summary + " .parklog/head-key.json where nothing says so."))
    var headKey: String?
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard !(keys && rotate) else { throw ValidationError("--keys prints what there is; --rotate makes a new one.") }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings([.headKey: headKey.map(SettingValue.text)])
            guard !keys else {
                return try Terminal.line(
                    try await asOwner(settings) { connection in
                        try await connection.run { try AccessStore.headKeys($0) }
                    })
            }
            let path = settings.text(.headKey) ?? ""
            let heads = try await withKey(
                in: path, renewed: rotate,
                note: "Made a key in \(path); who has it can sign heads that auditors believe."
            ) { key in
                try await asOwner(settings) { connection in
                    try await connection.transaction { session in
                        try session.script("set transaction isolation level repeatable read")
                        try AccessStore.addHeadKey(key, session)
                        let heads = try SignedHeads(try AccessStore.heads(session), madeAt: systemClock(), by: key)
                        try AccessStore.keep(heads, session)
                        return heads
                    }
                }
            }
            try Terminal.line(String(decoding: heads.json, as: UTF8.self))
        }
    }
}

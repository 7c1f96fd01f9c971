import ArgumentParser
import Foundation

/// The command line: one program to serve, ask, import and look after garages.
@main
struct Parklog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parklog",
        abstract: "An event-sourced parking backend on PostgreSQL.",
        discussion: """
            Without a database-url (parklog config), parklog runs its own private PostgreSQL in the folder .parklog; several commands share it.

            Exit codes: 0 done, 1 the garage refuses, 64 wrong usage, 65 wrong data, 69 the database or the port cannot \
            be used, 70 something failed that should not, 74 what it prints cannot be written.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Migrate.self, SendCommand.self, Show.self, Explain.self, Quote.self, Lint.self, Backtest.self,
            Publish.self, PrintReceipt.self, PrintReport.self,
            Replay.self, Rebuild.self, Verify.self, ShowProjections.self, Head.self, ExportLog.self, ArchiveLog.self,
            RepairHead.self, ReplaceEvent.self,
            Import.self,
            Simulate.self, Erase.self, Token.self,
            GateKey.self, MakeGateCopy.self,
            GateCheck.self,
            GatePrice.self, Config.self, Demo.self,
        ])

    static func main() async {
        StandardStreams.secure()
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(error)
        }
    }

    /// Ends the process with what the error says, which may be the help that was asked for.
    private static func end(_ error: any Error) -> Never {
        let (text, code) = (fullMessage(for: error), exitCode(for: error))
        guard !text.isEmpty else { Foundation.exit(code.rawValue) }
        guard code == .success else {
            Terminal.note(text)
            Foundation.exit(code.rawValue)
        }
        do throws(OutputError) { try Terminal.line(text) } catch {
            Terminal.error("\(error)")
            Foundation.exit(Failure.Kind.output.rawValue)
        }
        Foundation.exit(code.rawValue)
    }
}

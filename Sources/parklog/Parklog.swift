import ArgumentParser

/// The command line: one program to serve, ask, import and look after garages.
@main
struct Parklog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parklog",
        abstract: "An event-sourced parking backend on PostgreSQL.",
        discussion: """
            Without DATABASE_URL, parklog runs its own private PostgreSQL in the folder .parklog; several commands share it.

            Exit codes: 0 done, 1 the garage refuses, 64 wrong usage, 65 wrong data, 69 the database cannot be used, \
            70 something failed that should not.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Migrate.self, SendCommand.self, Show.self, Explain.self, Quote.self, Lint.self, Backtest.self,
            Publish.self,
            Replay.self, Rebuild.self, Import.self, Demo.self,
        ])
}

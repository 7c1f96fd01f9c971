import Access
import ArgumentParser
import Chronology
import Foundation
import Parking
import Postgres
import Settings
import SystemTime
import Tariffs

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give out, list and revoke the tokens by which others speak to the service.",
        discussion: """
            A token is printed once and kept nowhere. It is signed by a key in a file that only its owner may read; the database \
            has the key's public half, so that every service believes it.
              parklog token --role gate --garage harbour --gate north --for 30d
              parklog token list
              parklog token revoke 0f8fad5b-d9cb-469f-a165-70867728950e
              parklog token rotate
            """,
        subcommands: [IssueToken.self, ListTokens.self, RevokeToken.self, RotateKey.self],
        defaultSubcommand: IssueToken.self)
}

/// Where the private half of the installation's key is.
struct TokenKeyOption: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.tokenKey.summary + " .parklog/token-key.pem where nothing says so."))
    var tokenKey: String?

    var flags: [Setting: SettingValue?] { [.tokenKey: tokenKey.map(SettingValue.text)] }
}

extension Settings {
    /// Where the signing key is.
    fileprivate var tokenKeyPath: String { text(.tokenKey) ?? "" }

    /// The key in the file, or a new one in a new file.
    fileprivate func signingKey() throws -> SigningKey {
        let path = tokenKeyPath
        guard !FileManager.default.fileExists(atPath: path) else { return try SigningKey(file: path) }
        let key = SigningKey()
        try key.save(to: path)
        Terminal.note("Made a signing key in \(path); who has it can make tokens.")
        return key
    }
}

private struct IssueToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Give a token out. It is printed, and nothing else is.")

    @Option(help: "What it may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role: Role
    @Option(name: [.customShort("g"), .customLong("garage")], help: "A garage that it is for; * for every one.")
    var garages: [String]
    @Option(name: .customLong("gate"), help: "A gate that it is bound to; of every gate where none is named.")
    var gates: [GateID] = []
    @Option(name: .customLong("validation"), help: "A validation that it may give.")
    var validations: [ValidationID] = []
    @Option(help: "Who holds it: the log names this with each command; the role where it is left out.")
    var name: String?
    @Option(name: .customLong("for"), help: "How long it is valid: 12h, 30d; at most 400d.")
    var lifetime = Lifetime(hours: 30 * 24)
    @OptionGroup var key: TokenKeyOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        for garage in garages where garage != "*" && GarageID(garage) == nil {
            throw ValidationError("\(garage) is no garage's name.")
        }
        if let problem = request.problem { throw ValidationError(problem) }
    }

    private var request: TokenRequest {
        TokenRequest(
            subject: name ?? role.rawValue, role: role,
            garages: garages.contains("*") ? .every : .these(Set(garages.compactMap { GarageID($0) })), gates: gates,
            validations: validations)
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(key.flags)
            let (request, lifetime, key) = (request, lifetime, try settings.signingKey())
            let (token, issued) = try await asOwner(settings) { connection in
                try await connection.run { try AccessStore.add(key, $0) }
                guard try await connection.run({ try AccessStore.isKnown(key, $0) }) else {
                    throw Failure(.data, "The key was retired; parklog token rotate makes a new one.")
                }
                let now = systemClock()
                let signed = try await request.sign(by: key, from: now, until: now + lifetime.span)
                try await connection.run { try AccessStore.note(signed.issued, signedBy: key, $0) }
                return signed
            }
            Terminal.note("\(issued.sentence) It is called \(issued.id).")
            try Terminal.line(token)
        }
    }
}

private struct ListTokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens that were given out and have not expired.")

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let tokens = try await asOwner(shared.settings()) { try await $0.run { try AccessStore.tokens($0) } }
            for token in tokens {
                try Terminal.line(
                    "\(token.id)  \(token.sentence)" + (token.revokedAt.map { " Revoked at \($0)." } ?? ""))
            }
            if tokens.isEmpty { try Terminal.line("No token is valid.") }
        }
    }
}

private struct RevokeToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token: every service refuses it about two seconds later.")

    @Argument(help: "What the token is called; parklog token list says it.") var id: String
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let id = id
            guard try await asOwner(shared.settings(), { try await $0.run { try AccessStore.revoke(id, $0) } }) else {
                throw Failure(.data, "No token is called \(id); parklog token list says how they are called.")
            }
            try Terminal.line("Revoked \(id).")
        }
    }
}

private struct RotateKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new signing key in the place of the one there is.",
        discussion:
            "Tokens that were given out are believed until they expire, unless all of them are to end; from then on the old key is not."
    )

    @Flag(help: "End every token that another key has signed.") var endAll = false
    @OptionGroup var key: TokenKeyOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(key.flags)
            let path = settings.tokenKeyPath
            let (new, fresh, endAll) = (SigningKey(), path + ".new", endAll)
            // One that was left behind was never in use.
            unlink(fresh)
            try new.save(to: fresh)
            let ended: Int
            do {
                ended = try await asOwner(settings) {
                    try await $0.transaction { try AccessStore.replaceKeys(by: new, endAll: endAll, $0) }
                }
                guard rename(fresh, path) == 0 else { throw SigningKeyError.unwritable(path) }
            } catch {
                unlink(fresh)
                throw error
            }
            try Terminal.line(
                "A new key is in \(path)." + (endAll ? " \(ended) others are believed no more." : ""))
        }
    }
}

/// Runs a body as whoever looks after the database.
func asOwner<Result: Sendable>(
    _ settings: Settings, _ body: @escaping @Sendable (PostgresConnection) async throws -> Result
) async throws -> Result {
    let logger = settings.logger()
    return try await withDatabase(settings) { database, _ in
        let connection = try await PostgresConnection.connect(database.owner, logger: logger)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}

/// How long a token is valid.
struct Lifetime: ExpressibleByArgument, CustomStringConvertible {
    let hours: Int64

    init(hours: Int64) { self.hours = hours }

    /// Such as `12h` or `30d`.
    init?(argument: String) {
        guard let number = Int64(argument.dropLast()), number > 0, let unit = argument.last,
            let factor: Int64 = ["h": 1, "d": 24][unit], number <= 400 * 24 / factor
        else { return nil }
        hours = number * factor
    }

    var span: TimeSpan { .hours(hours) }
    var description: String { hours % 24 == 0 ? "\(hours / 24)d" : "\(hours)h" }
}

extension IssuedToken {
    /// What it is for, as a sentence.
    fileprivate var sentence: String {
        var words =
            "\(subject): \(role.rawValue) of \(garages == ["*"] ? "every garage" : garages.joined(separator: ", "))"
        if !gates.isEmpty { words += ", at \(gates.joined(separator: ", "))" }
        if !validations.isEmpty { words += ", gives \(validations.joined(separator: ", "))" }
        return words + ", until \(expiresAt)."
    }
}

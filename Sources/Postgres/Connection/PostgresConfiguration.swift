/// Where a server is and how connections to it behave.
///
/// Every connection speaks UTF-8 and has its time zone set to UTC, whatever the server's defaults. What the URL says
/// of `application_name` and `connect_timeout` wins over what stands here. A server on another host has to prove who it is
/// by its certificate, unless the URL or `PGSSLMODE` asks for another `sslmode`.
public struct PostgresConfiguration: Sendable, Hashable {
    /// A connection URI (`postgresql://…`) or a `key=value` string, as libpq takes them.
    public let url: String
    /// The name that `pg_stat_activity` shows.
    public var applicationName = "parklog"
    /// How long the server lets one statement run; nil leaves it to the server's setting.
    public var statementTimeoutMilliseconds: Int?
    /// Whether statements look rows up by their keys, however small the tables are at the time: a plan is kept, and tables grow.
    public var looksUpByKey = false
    /// Whether a statement is planned once, whatever its parameters: for statements whose parameters say nothing of the plan.
    public var plansOnce = false
    /// How long a statement may go on whose task was cancelled, before the connection is given up; nil for as long as the server
    /// takes to end it. A server that is frozen, or out of reach, never does.
    public var farewell: Duration?
    /// The folder with what was moved out of the database to files; whoever reads tables looks there for what they lack. Nil for none.
    public var archives: String?
    private(set) var databaseName: String?
    private var roleName: String?
    private var password: String?

    /// Describes a server; nothing is checked before the first connection.
    public init(url: String) {
        self.url = url
    }

    /// The same server, another database.
    public func database(_ name: String) -> PostgresConfiguration {
        var copy = self
        copy.databaseName = name
        return copy
    }

    /// The same server and user, with the rights of a role that the user is a member of, and no others.
    ///
    /// The name is a literal. It takes the place of any `options` in the URL.
    public func role(_ name: StaticString) -> PostgresConfiguration {
        var copy = self
        copy.roleName = "\(name)"
        return copy
    }

    /// The same server and user, with a password that does not stand in the URL; one that does counts more.
    public func password(_ password: String) -> PostgresConfiguration {
        var copy = self
        copy.password = password
        return copy
    }

    /// libpq's keywords in the order in which they count: a later one overrides an earlier one, and the first
    /// `dbname` is the place where the URL is unfolded.
    var keywords: [(String, String)] {
        var list = [
            ("application_name", applicationName),
            // In seconds, over all hosts that the URL names.
            ("connect_timeout", "3"),
            // A listener never sends, so only the kernel's probes tell it that the other end has gone.
            ("keepalives_idle", "30"),
            ("keepalives_interval", "10"),
            ("keepalives_count", "3"),
            // In milliseconds: what was sent to a network that swallows it is not waited for longer.
            ("tcp_user_timeout", "10000"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
        if let password { list.insert(("password", password), at: 0) }
        if EncryptionDefault(url: url).demandsProof { list.insert(("sslmode", "verify-full"), at: 0) }
        if let databaseName { list.append(("dbname", databaseName)) }
        let options =
            (roleName.map { ["-c role=\($0)"] } ?? [])
            + (looksUpByKey ? ["-c enable_seqscan=off"] : [])
            + (plansOnce ? ["-c plan_cache_mode=force_generic_plan"] : [])
        if !options.isEmpty { list.append(("options", options.joined(separator: " "))) }
        return list
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    /// The application's and the database's name; the URL may hold a password and is left out.
    public var description: String { "\(applicationName)@\(databaseName ?? "default database")" }

    /// Nothing, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

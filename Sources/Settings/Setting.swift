/// Everything that can be set: by its name as a flag, in the environment, and in the file of settings.
public enum Setting: String, CaseIterable, Sendable {
    case host
    case port
    case connections
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case trustedProxy = "trusted-proxy"
    case requestsPerSecond = "requests-per-second"
    case burst
    case quotesAtOnce = "quotes-at-once"
    case historyAtOnce = "history-at-once"
    case listsAtOnce = "lists-at-once"
    case readersWaiting = "readers-waiting"
    case readingDeadline = "reading-deadline"
    case insecureLoopback = "insecure-loopback"
    case acceptClock = "accept-clock"
    case metricsPort = "metrics-port"
    case garageIdle = "garage-idle"
    case retention
    case keyRetention = "key-retention"
    case drainDelay = "drain-delay"
    case drainDeadline = "drain-deadline"
    case logLevel = "log-level"
    case logFormat = "log-format"
    case tokenKey = "token-key"
    case copyKey = "copy-key"
    case headKey = "head-key"
    case archives
    case tokenIssuers = "token-issuers"
    case databaseURL = "database-url"
    case databasePasswordFile = "database-password-file"
    case databasePatience = "database-patience"
    case migrationDatabaseURL = "migration-database-url"
    case migrationDatabasePasswordFile = "migration-database-password-file"
    case home

    /// Its name in the file of settings, and behind two dashes.
    public var name: String { rawValue }

    /// What it is for.
    public var summary: String {
        switch self {
        case .host:
            "The address to listen on: one of the loopback, and with TLS or behind a proxy any, such as 0.0.0.0."
        case .tlsCertificate: "The file of the certificate to speak TLS with, in PEM, and of those that vouch for it."
        case .tlsKey:
            "The file of its private key, which only the service's user may read; both are taken anew when they change."
        case .trustedProxy:
            "The address of a proxy that ends TLS, or its network, such as 10.0.0.0/8; it is believed whom it names as its client."
        case .requestsPerSecond:
            "How many requests a second a token may make in the long run; the next is told when to come again."
        case .burst: "How many a token may make at once, when it has made none for a while."
        case .quotesAtOnce: "How many quotes are worked out at the same time, so that gates are not held up."
        case .historyAtOnce:
            "How many questions about the past, each of which reads a garage's whole log, are answered at the same time."
        case .listsAtOnce: "How many lists are read at the same time."
        case .readersWaiting: "How many may wait for each of these; the next is told to come again."
        case .readingDeadline: "How many seconds a question may take in the database, waiting for a lock included."
        case .port: "The port to listen on; 0 for any."
        case .connections: "How many connections are served at the same time; the next is told to try again."
        case .insecureLoopback:
            "Ask nobody for a token: whoever can reach the loopback of this machine may do everything."
        case .acceptClock: "Start although this machine's clock is behind what the log took last."
        case .metricsPort: "The port of /metrics, on the loopback; nothing is told where it is left out."
        case .garageIdle:
            "How many minutes a garage stays in memory that nobody asks for; the next command reads it again."
        case .retention:
            "For how many days plates that no event names and what people typed are kept; they are erased then. For ever where it is left out."
        case .keyRetention:
            "For how many days the keys of commands are kept; one that comes again after that is carried out again. For ever where it is left out."
        case .drainDelay:
            "How many seconds a service that is to stop goes on, while readiness says so: as long as load balancers take to notice."
        case .drainDeadline: "How many seconds stopping takes at most, the delay included; what is left is cut off."
        case .logLevel: "What goes to the log on standard error: \(LogLevels.names.joined(separator: ", "))."
        case .logFormat: "How the log is written: text, or json for one object a line."
        case .tokenKey: "The file of the key that signs tokens."
        case .copyKey:
            "The file of the key that signs copies for gates; the service reads it, and parklog gate-key makes it."
        case .headKey:
            "The file of the key that signs the heads of logs; parklog head makes it, and the service needs it not."
        case .archives: "The folder with the files that parklog archive has moved events to."
        case .tokenIssuers: "A file of others whose tokens are believed: who they are, their keys, what they may say."
        case .databaseURL:
            "The service's login: a member of parklog_service and nothing more. Left out: the private PostgreSQL."
        case .databasePasswordFile: "The file of that login's password."
        case .databasePatience:
            "How many seconds a command waits for a database that does not answer, before it is told so."
        case .migrationDatabaseURL:
            "The login that owns the schema, for migrate, rebuild, import and token. Left out: the service's."
        case .migrationDatabasePasswordFile: "The file of that login's password."
        case .home: "Where the private PostgreSQL lives, instead of .parklog."
        }
    }

    /// What it can be set to.
    public var kind: SettingKind {
        switch self {
        case .host, .tlsCertificate, .tlsKey, .tokenKey, .copyKey, .headKey, .archives, .tokenIssuers, .databaseURL,
            .databasePasswordFile,
            .migrationDatabaseURL,
            .migrationDatabasePasswordFile, .home:
            .text
        case .port, .metricsPort: .number(0...65_535)
        // A service with more needs another kind of front.
        case .connections: .number(1...50_000)
        case .quotesAtOnce, .historyAtOnce, .listsAtOnce: .number(1...64)
        case .readersWaiting: .number(0...1000)
        case .readingDeadline: .number(1...60)
        case .requestsPerSecond, .burst: .number(1...1_000_000)
        case .trustedProxy: .list
        case .databasePatience: .number(1...60)
        case .garageIdle: .number(1...1440)
        // What a person may still put right goes back a month.
        case .retention: .number(31...36_500)
        // A device that was away for a month still sends what it kept.
        case .keyRetention: .number(32...36_500)
        case .drainDelay: .number(0...3599)
        case .drainDeadline: .number(1...3600)
        case .insecureLoopback, .acceptClock: .isOn
        case .logLevel: .oneOf(LogLevels.names)
        case .logFormat: .oneOf(["text", "json"])
        }
    }

    /// What is in force where nobody has set it; nil for nothing.
    public var fallback: SettingValue? {
        switch self {
        case .host: .text("127.0.0.1")
        case .port: .number(8080)
        case .connections: .number(512)
        case .quotesAtOnce, .historyAtOnce: .number(2)
        case .listsAtOnce: .number(4)
        case .readersWaiting: .number(16)
        case .readingDeadline: .number(10)
        case .requestsPerSecond: .number(200)
        case .burst: .number(400)
        case .databasePatience: .number(2)
        case .garageIdle: .number(15)
        case .drainDelay: .number(0)
        case .drainDeadline: .number(20)
        case .insecureLoopback, .acceptClock: .isOn(false)
        case .logLevel: .text("warning")
        case .logFormat: .text("text")
        case .tokenKey: .text(".parklog/token-key.pem")
        case .copyKey: .text(".parklog/copy-key.json")
        case .headKey: .text(".parklog/head-key.json")
        case .tlsCertificate, .tlsKey, .trustedProxy, .metricsPort, .retention, .keyRetention, .archives,
            .tokenIssuers,
            .databaseURL, .databasePasswordFile,
            .migrationDatabaseURL,
            .migrationDatabasePasswordFile,
            .home:
            nil
        }
    }

    /// Whether it can hold a password, which is shown to nobody and has no flag, for whoever is on the machine sees those.
    public var isSecret: Bool { self == .databaseURL || self == .migrationDatabaseURL }

    /// Whether it is known by the name that other programs use too, without ours before it.
    private var isCommon: Bool {
        switch self {
        case .databaseURL, .databasePasswordFile, .databasePatience, .migrationDatabaseURL,
            .migrationDatabasePasswordFile:
            true
        default: false
        }
    }

    /// Its variable in the environment.
    public var variable: String {
        let name = name.uppercased().map { $0 == "-" ? "_" : $0 }
        return (isCommon ? "" : Setting.prefix) + String(name)
    }

    /// How every variable begins that is nobody else's.
    static let prefix = "PARKLOG_"
}

/// What a setting can be set to.
public enum SettingKind: Hashable, Sendable {
    case text
    case number(ClosedRange<Int>)
    case isOn
    case oneOf([String])
    case list

    /// What it must be, as the end of a sentence.
    var demand: String {
        switch self {
        case .text: "must be a text"
        case .number(let range): "must be from \(range.lowerBound) to \(range.upperBound)"
        case .isOn: "must be true or false"
        case .oneOf(let names): "must be one of \(names.joined(separator: ", "))"
        case .list: "must be a list of texts"
        }
    }
}

/// What a setting is set to.
public enum SettingValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case isOn(Bool)
    case list([String])
}

extension SettingValue: CustomStringConvertible {
    /// As it is written.
    public var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .isOn(let isOn): "\(isOn)"
        case .list(let texts): texts.joined(separator: ",")
        }
    }
}

/// How much goes to the log.
enum LogLevels {
    static let names = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
}

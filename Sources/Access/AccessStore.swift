public import Chronology
public import Postgres

/// The keys and tokens of the installation, in its database.
public enum AccessStore {
    /// What the service believes.
    public struct Trusted: Hashable, Sendable {
        /// The installation itself as an issuer of tokens.
        public let issuer: TrustedIssuer
        /// The tokens that are not believed, though they are signed and have not expired.
        public let revoked: Set<String>
    }

    /// What is believed at the moment.
    public static func trusted(_ session: PostgresSession) throws -> Trusted {
        let keys = try session.query(
            "select public_key::text from access.keys where coalesce(retired_at > now(), true) order by key_id"
        ).map { $0.text(0) }
        let revoked = try session.query(
            // The service's clock may be behind the database's.
            "select token_id from access.tokens where revoked_at is not null and expires_at > now() - interval '1 day'"
        ).map { $0.text(0) }
        return Trusted(
            issuer: TrustedIssuer(
                TrustedIssuer.local, keySet: #"{"keys": [\#(keys.joined(separator: ", "))]}"#,
                roles: Set(Role.allCases), garages: .every), revoked: Set(revoked))
    }

    /// Makes a key's public half known; a key that is known stays as it is.
    public static func add(_ key: SigningKey, _ session: PostgresSession) throws {
        _ = try session.query(
            "insert into access.keys (key_id, public_key) values ($1, $2) on conflict do nothing",
            [.text(key.id), .json(Array(key.publicKey.utf8))])
    }

    /// Takes a new key in the place of those that there are: they are believed until the last of their tokens expires, or no
    /// more from now on.
    ///
    /// - Returns: how many there were.
    public static func replaceKeys(by key: SigningKey, endAll: Bool, _ session: PostgresSession) throws -> Int {
        try add(key, session)
        return try session.query(
            """
            update access.keys
            set retired_at = case
                when $2 then now()
                else (select coalesce(max(expires_at), now()) from access.tokens where tokens.key_id = keys.key_id)
            end
            where key_id <> $1 and coalesce(retired_at > now(), true) returning key_id
            """, [.text(key.id), .bool(endAll)]
        ).count
    }

    /// Whether a key's tokens are believed.
    public static func isKnown(_ key: SigningKey, _ session: PostgresSession) throws -> Bool {
        try !session.query(
            "select from access.keys where key_id = $1 and retired_at is null", [.text(key.id)]
        ).isEmpty
    }

    /// Notes a token that is given out.
    public static func note(
        _ token: IssuedToken, signedBy key: SigningKey, _ session: PostgresSession
    ) throws {
        _ = try session.query(
            """
            insert into access.tokens
                (token_id, key_id, subject, role, garages, gates, validations, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(token.id), .text(key.id), .text(token.subject), .text(token.role.rawValue),
                .texts(token.garages),
                .texts(token.gates), .texts(token.validations),
                .timestamptz(microseconds: token.expiresAt.microseconds),
            ])
    }

    /// Every token that was given out and has not expired, the newest first.
    public static func tokens(_ session: PostgresSession) throws -> [IssuedToken] {
        try session.query(
            """
            select token_id, subject, role, array_to_string(garages, ' '), array_to_string(gates, ' '),
                array_to_string(validations, ' '), expires_at, revoked_at
            from access.tokens where expires_at > now() order by made_at desc, token_id
            """
        ).compactMap { row in
            guard let role = Role(rawValue: row.text(2)) else { return nil }
            func names(_ column: Int) -> [String] { row.text(column).split(separator: " ").map(String.init) }
            return IssuedToken(
                id: row.text(0), subject: row.text(1), role: role, garages: names(3), gates: names(4),
                validations: names(5), expiresAt: Instant(microseconds: row.timestamptz(6)),
                revokedAt: row.optionalTimestamptz(7).map { Instant(microseconds: $0) })
        }
    }

    /// A token is believed no more.
    ///
    /// - Returns: false where no such token was given out.
    public static func revoke(_ id: String, _ session: PostgresSession) throws -> Bool {
        try !session.query(
            "update access.tokens set revoked_at = coalesce(revoked_at, now()) where token_id = $1 returning token_id",
            [.text(id)]
        ).isEmpty
    }
}

/// A token that the installation gave out, without the token itself.
public struct IssuedToken: Hashable, Sendable {
    /// What it is called, to revoke it.
    public let id: String
    /// Who holds it.
    public let subject: String
    /// What it is to its garages.
    public let role: Role
    /// Names of garages; `*` for every one.
    public let garages: [String]
    /// The gates that it is bound to.
    public let gates: [String]
    /// The validations that it is bound to.
    public let validations: [String]
    /// When it ends.
    public let expiresAt: Instant
    /// Since when it is not believed.
    public let revokedAt: Instant?
}

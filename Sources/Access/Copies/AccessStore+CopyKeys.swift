public import Postgres

extension AccessStore {
    /// The public halves of the keys whose copies may still be in a gate, as a JSON Web Key Set (RFC 7517).
    public static func copyKeys(_ session: PostgresSession) throws -> String {
        let keys = try session.query(
            "select public_key::text from access.copy_keys where coalesce(retired_at > now(), true) order by made_at, key_id"
        ).map { $0.text(0) }
        return #"{"keys": [\#(keys.joined(separator: ", "))]}"#
    }

    /// Makes a key's public half known; a key that is known stays as it is.
    public static func add(_ key: InstallationKey, _ session: PostgresSession) throws {
        try session.execute(
            "insert into access.copy_keys (key_id, public_key) values ($1, $2) on conflict do nothing",
            [.text(key.id), .json(Array(key.publicKey.utf8))])
    }

    /// Takes a new key in the place of those that there are. They sign nothing from now on, and gates are told of them until the
    /// last copy that they may have signed is over.
    public static func replaceCopyKeys(by key: InstallationKey, _ session: PostgresSession) throws {
        try add(key, session)
        try session.execute(
            """
            update access.copy_keys set retired_at = now() + interval '10 days'
            where key_id <> $1 and retired_at is null
            """, [.text(key.id)])
    }

    /// Whether a key signs copies.
    public static func isKnown(_ key: InstallationKey, _ session: PostgresSession) throws -> Bool {
        try !session.query(
            "select from access.copy_keys where key_id = $1 and retired_at is null", [.text(key.id)]
        ).isEmpty
    }
}

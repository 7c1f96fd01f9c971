public import Postgres

extension PostgresSession {
    /// Heads that a garage had and through which its log does not go any more.
    public func forsaken(_ heads: [StreamHead], of garage: String, upTo last: Int64) throws -> [LogFinding] {
        guard !heads.isEmpty else { return [] }
        let rows = try query(
            "select version, hash from log.events where garage_id = $1 and version = any ($2)",
            [.text(garage), .int8s(heads.map(\.version))])
        let held = Dictionary(uniqueKeysWithValues: rows.map { ($0.int8(0), $0.bytes(1)) })
        return heads.compactMap { head in
            guard held[head.version] != head.hash.bytes else { return nil }
            return LogFinding(
                .headForsaken, garage, version: head.version,
                head.version > last
                    ? "The signed head was at event \(head.version), and the log ends at \(last): it has lost what came behind."
                    : "Event \(head.version) is another one than the signed head: the log was written anew.")
        }
    }
}

public import Postgres

extension PostgresSession {
    /// Heads that a garage had and through which its log does not go any more.
    ///
    /// - Parameter unread: up to where the log is archived in files that are not at hand: of heads before that nothing is told.
    public func forsaken(
        _ heads: [StreamHead], of garage: String, upTo last: Int64, unread: Int64 = 0
    ) throws -> [LogFinding] {
        guard !heads.isEmpty else { return [] }
        let heads = heads.filter { $0.version >= unread }
        let rows = try query(
            "select version, hash from log.events where garage_id = $1 and version = any ($2)",
            [.text(garage), .int8s(heads.map(\.version))])
        var held = Dictionary(uniqueKeysWithValues: rows.map { ($0.int8(0), $0.bytes(1)) })
        for archive in try archives(of: garage) {
            held[archive.head.version] = archive.head.hash.bytes
            for head in heads where (archive.first..<archive.head.version).contains(head.version) {
                held[head.version] = try events(of: garage, after: head.version - 1, limit: 1).first?.hash.bytes
            }
        }
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

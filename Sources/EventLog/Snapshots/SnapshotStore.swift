/// Where garages' states are kept, so that nobody has to read a whole log to go on from its end.
///
/// A cache: the log says all of it, and whoever finds nothing here reads that. What is kept may be gone at any time.
public protocol SnapshotStore: Sendable {
    /// Of a long log, one snapshot of every so many events stays.
    var stretch: Int64 { get }

    /// The newest snapshot of a garage that fits its log: whose event stands in the log, with its hash.
    ///
    /// - Parameters:
    ///   - form: which program's; those of others are passed over.
    ///   - limit: how far it may have come.
    func snapshot(of garage: String, form: String, within limit: SnapshotLimit) async throws -> StoredSnapshot?

    /// Keeps a snapshot, and lets go of those that it makes needless.
    func keep(_ snapshot: StoredSnapshot, of garage: String, form: String) async throws
}

extension SnapshotStore {
    /// The newest snapshot of a garage that fits its log and is no newer than behind some event.
    public func snapshot(of garage: String, form: String, upTo version: Int64) async throws -> StoredSnapshot? {
        try await snapshot(of: garage, form: form, within: SnapshotLimit(version: version))
    }
}

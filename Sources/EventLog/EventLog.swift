/// The log of every garage: streams of events, the replies of commands, and the vault of plates.
///
/// Every implementation passes the same conformance suite. What an append acknowledged is kept; what it did not
/// acknowledge is either wholly there (when the answer was lost) or not at all.
public protocol EventLog: Sendable {
    /// Appends behind an expected head; throws ``AppendError`` where that is not one of this log.
    func append(_ append: Append) async throws -> AppendOutcome

    /// Appends to several garages in one transaction: all of it, or nothing where one of them stands in the way.
    ///
    /// It waits for no other writer, so that a garage which is slow makes no other wait.
    ///
    /// - Parameter appends: each to another garage.
    /// - Returns: the garages that stood in the way, whose own appends tell why; none where all of it is in the log.
    func appendTogether(_ appends: [Append]) async throws -> Set<String>

    /// The end of a garage's stream; ``StreamHead/empty`` where it has none.
    func head(of garage: String) async throws -> StreamHead

    /// The events behind a version, in order, at most so many.
    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent]

    /// How a garage's log begins; nil where there is none.
    func beginning(of garage: String) async throws -> StreamBeginning?

    /// The stored replies of those commands that were carried out.
    func replies(of garage: String, to commandIDs: [String]) async throws -> [StoredReply]

    /// The vault's entries of those plates that it knows.
    func vaultEntries(of garage: String, plates: [String]) async throws -> [VaultEntry]

    /// The vault's entries of those plates that it knows, for several garages.
    ///
    /// - Returns: each question's, in the order in which they were asked.
    func vaultEntries(_ questions: [VaultQuestion]) async throws -> [[VaultEntry]]

    /// The vault's entries of those ids that it still has.
    func vaultEntries(of garage: String, plateIDs: [[UInt8]]) async throws -> [VaultEntry]

    /// Every garage and the version of its last event.
    func garages() async throws -> [String: Int64]
}

extension EventLog {
    /// How many events a reader takes at a time: by key, as fast as COPY, and bounded in memory.
    public static var batch: Int { 5000 }

    /// A log that has all its events.
    public func beginning(of garage: String) async throws -> StreamBeginning? {
        try await events(of: garage, after: 0, limit: 1).first.map {
            StreamBeginning(recordedAt: $0.recordedAt, occurredAt: $0.event.occurredAt)
        }
    }

    /// A log that knows no shared appends: each garage's goes by itself.
    public func appendTogether(_ appends: [Append]) async throws -> Set<String> { Set(appends.map(\.garage)) }

    /// A log that answers one garage after the other.
    public func vaultEntries(_ questions: [VaultQuestion]) async throws -> [[VaultEntry]] {
        var entries: [[VaultEntry]] = []
        for question in questions {
            entries.append(try await vaultEntries(of: question.garage, plates: question.plates))
        }
        return entries
    }

    /// Hands over the events behind a version, batch by batch, until there are no more or the closure has enough.
    ///
    /// The next batch is read while the closure is at work.
    public func read(
        _ garage: String, after version: Int64, _ take: ([StoredEvent]) async throws -> Bool
    ) async throws {
        var batch = try await events(of: garage, after: version, limit: Self.batch)
        while let end = batch.last {
            let isAll = batch.count < Self.batch
            async let following = isAll ? [] : events(of: garage, after: end.version, limit: Self.batch)
            let goesOn: Bool
            do { goesOn = try await take(batch) } catch {
                // Nobody takes a reading away that is under way: its connection would have to be given up.
                _ = try? await following
                throw error
            }
            guard goesOn, !isAll else {
                // Who has enough is not told what became of a reading that nobody needs.
                _ = try? await following
                return
            }
            batch = try await following
        }
    }
}

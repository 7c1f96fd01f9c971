/// A garage's log as it is read on: each event is held against the one before it, so that nothing that was changed is taken in.
public struct Chain: Hashable, Sendable {
    /// The garage.
    public let garage: String
    /// The last event that fitted.
    public private(set) var head: StreamHead

    /// A log that has been read up to an event; from its beginning where nobody says more.
    public init(of garage: String, from head: StreamHead = .empty) {
        (self.garage, self.head) = (garage, head)
    }

    /// Takes the next event; throws where it is not what was appended behind the one before.
    public mutating func take(_ stored: StoredEvent) throws(ChainBreak) {
        guard stored.version == head.version + 1 else {
            throw ChainBreak(garage: garage, version: head.version + 1, kind: .missing(next: stored.version))
        }
        guard stored.hash == head.hash.next(after: stored, of: garage), stored.recordedAt >= head.recordedAt else {
            throw ChainBreak(garage: garage, version: stored.version, kind: .altered)
        }
        head = StreamHead(stored)
    }
}

extension EventHash {
    /// The link that an event makes behind this one, by what stands in its columns.
    func next(after stored: StoredEvent, of garage: String, at version: Int64? = nil) -> EventHash {
        next(
            garage: garage, version: version ?? stored.version, recordedAt: stored.recordedAt, event: stored.event)
    }
}

/// A garage as its log made it up to some event, in bytes that whoever stored them understands.
public struct StoredSnapshot: Hashable, Sendable {
    /// The last event that was taken in.
    public let head: StreamHead
    /// The garage.
    public let state: [UInt8]

    /// A garage's state behind an event.
    public init(head: StreamHead, state: [UInt8]) {
        self.head = head
        self.state = state
    }
}

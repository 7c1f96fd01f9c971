/// How many requests somebody may make: some at once, and then so many a second.
public struct RequestRate: Hashable, Sendable {
    /// So many in the long run.
    public var perSecond: Int
    /// So many at once, by one who has made none for a while.
    public var burst: Int

    /// A rate; both are at least 1.
    public init(perSecond: Int, burst: Int) {
        precondition(perSecond >= 1 && burst >= 1, "a rate lets somebody ask")
        self.perSecond = perSecond
        self.burst = burst
    }

    /// What a token may ask, unless the service was started with another rate: a busy gate asks twice a second.
    public static let token = RequestRate(perSecond: 200, burst: 400)
    /// What an address may ask without a token that is believed.
    public static let stranger = RequestRate(perSecond: 5, burst: 50)
}

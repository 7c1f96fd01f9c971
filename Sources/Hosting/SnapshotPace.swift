/// When a garage's snapshot is taken anew, so that the log behind it is read in a few hundredths of a second.
struct SnapshotPace {
    /// How many events are left to be read at a start at most; a snapshot of a large garage costs more than those are worth.
    private static let events: Int64 = 4_000
    /// A garage that leaves memory is read again by so many events as fast as from a snapshot.
    private static let fewEvents: Int64 = 1_000
    /// A snapshot is written for about as many bytes of events.
    private static let bytesOfAnEvent = 256

    /// The version of the last one, also where it could not be kept: what failed is not tried again at once.
    private var version: Int64 = 0
    private var size = 0
    private var isUnderWay = false

    /// Whether one is to be taken of a garage that has got so far.
    func isDue(at version: Int64) -> Bool {
        let pause = max(SnapshotPace.events, Int64(size / SnapshotPace.bytesOfAnEvent))
        return !isUnderWay && version - self.version >= pause
    }

    /// Whether one is to be taken of a garage that leaves memory.
    func isWorthwhile(at version: Int64) -> Bool { version - self.version >= SnapshotPace.fewEvents }

    mutating func begin(at version: Int64) { (self.version, isUnderWay) = (version, true) }

    /// One was written, or the garage goes on from one.
    mutating func kept(at version: Int64, size: Int) { (self.version, self.size, isUnderWay) = (version, size, false) }

    mutating func failed() { isUnderWay = false }
}

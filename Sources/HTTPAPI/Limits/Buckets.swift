import Chronology

/// What each of many has left of a rate: a bucket a head, from which each request takes one, and which fills as time goes by.
///
/// Whoever has a full bucket is forgotten. Where there are too many others, the new ones share one bucket.
struct Buckets<Key: Hashable & Sendable>: Sendable {
    private let rate: RequestRate
    private let most: Int
    private var buckets: [Key: Bucket] = [:]
    private var shared: Bucket
    private var nextClearing = Instant.earliest

    /// - Parameter most: so many have a bucket of their own.
    init(_ rate: RequestRate, most: Int = 10_000) {
        self.rate = rate
        self.most = most
        shared = Bucket(left: Int64(rate.burst) * Bucket.request, at: .earliest)
    }

    /// How many are remembered.
    var count: Int { buckets.count }

    /// Takes a request from somebody's bucket.
    ///
    /// - Returns: how long to wait where nothing is left; nil where it was taken.
    mutating func take(_ key: Key, at now: Instant) -> TimeSpan? {
        if buckets[key] == nil, buckets.count >= most { clear(at: now) }
        guard buckets[key] != nil || buckets.count < most else { return shared.take(rate, at: now) }
        var bucket = buckets[key] ?? Bucket(left: Int64(rate.burst) * Bucket.request, at: now)
        let wait = bucket.take(rate, at: now)
        buckets[key] = bucket
        return wait
    }

    /// Forgets whoever has a full bucket; not more often than each second, as it looks at all.
    private mutating func clear(at now: Instant) {
        guard now >= nextClearing else { return }
        nextClearing = now + .seconds(1)
        buckets = buckets.filter { !$0.value.isFull(rate, at: now) }
    }
}

/// What is left, in millionths of a request, at a moment.
private struct Bucket: Sendable {
    static let request: Int64 = 1_000_000

    var left: Int64
    var at: Instant

    /// A microsecond gives so many millionths of a request as a second gives requests.
    private func left(_ rate: RequestRate, at now: Instant) -> Int64 {
        let full = Int64(rate.burst) * Bucket.request
        let perMicrosecond = Int64(rate.perSecond)
        // A clock that was put back gives nothing; one that ran long enough gives all.
        let elapsed = min(max(0, (now - at).microseconds), full / perMicrosecond + 1)
        return min(full, left + elapsed * perMicrosecond)
    }

    func isFull(_ rate: RequestRate, at now: Instant) -> Bool {
        left(rate, at: now) == Int64(rate.burst) * Bucket.request
    }

    mutating func take(_ rate: RequestRate, at now: Instant) -> TimeSpan? {
        (left, at) = (left(rate, at: now), now)
        guard left < Bucket.request else {
            left -= Bucket.request
            return nil
        }
        let perMicrosecond = Int64(rate.perSecond)
        return TimeSpan(microseconds: (Bucket.request - left + perMicrosecond - 1) / perMicrosecond)
    }
}

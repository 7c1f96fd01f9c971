public import Chronology

/// All rates that a garage has published, in the order of its log.
public struct RateBook: Sendable, Hashable {
    /// What was published, the earliest first; a rate that was published again stands here twice.
    public private(set) var published: [PublishedRate] = []

    /// A book without rates: all time is free.
    public init() {}

    /// Adds a rate behind all others; it replaces an earlier one of its id for stays that start after it.
    public mutating func publish(_ rate: PublishedRate) { published.append(rate) }

    /// The book as a stay knows it that started at an instant, with an event of this version.
    ///
    /// Of each id it holds the latest one known. Nothing published later changes the result.
    public func known(at start: Instant, before version: Int64) -> RateBook {
        var known = RateBook()
        known.published = published.filter { $0.isKnown(at: start, before: version) }
        known.published = known.latest
        return known
    }

    /// Of each id the one published last, in the order of the log.
    var latest: [PublishedRate] {
        var last: [RateID: Int] = [:]
        for (index, published) in published.enumerated() { last[published.rate.id] = index }
        return published.indices.filter { last[published[$0].rate.id] == $0 }.map { published[$0] }
    }
}

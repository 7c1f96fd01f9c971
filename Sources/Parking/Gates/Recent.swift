import Chronology

/// What has a time of its own and is forgotten once that is long ago.
protocol Passing {
    /// By which it is forgotten.
    var passedAt: Instant { get }
}

/// Passing things by a key, of which a garage has hundreds of thousands.
///
/// A dictionary hashes all its keys again whenever it grows, and nearly half of its places are empty, each as large as an entry. Here
/// entries stand close together, in pages that never move, and an index says where each is: eight bytes, half of them of its key's
/// hash, so that growing hashes nothing and looking up compares hardly ever two different keys. A page holds what came at about the
/// same time, so nearly all of them are passed over when the oldest is forgotten.
struct Recent<Key: Hashable & Sendable, Value: Hashable & Sendable & Passing>: Sendable {
    private struct Entry {
        let key: Key
        var value: Value
    }

    private struct Page {
        var entries: [Entry?] = []
        /// None of its entries is older.
        var earliest = Instant.latest
    }

    private var pages: [Page] = []
    /// Places that became free, to be taken again before any new one.
    private var free: [Int] = []
    /// Where entries stand, each at or behind the slot that its hash names, without a gap; as many slots as a power of two.
    private var index: [Slot] = []
    private(set) var count = 0

    /// Entries of a page; the first one grows, as most garages are small.
    private static var pageSize: Int { 256 }

    var isEmpty: Bool { count == 0 }

    /// How many entries there is room for without a new page.
    var places: Int { pages.reduce(0) { $0 + $1.entries.count } }

    subscript(key: Key) -> Value? { slot(of: key).map { self[index[$0].place]!.value } }

    mutating func put(_ value: Value, for key: Key) {
        let place: Int
        if let slot = slot(of: key) {
            place = index[slot].place
            self[place]!.value = value
        } else {
            // Two slots in three are taken at most.
            if (count + 1) * 3 > index.count * 2 { growIndex() }
            place = put(Entry(key: key, value: value))
            take(Slot(hash: Slot.hash(key), place: place))
            count += 1
        }
        let page = place / Self.pageSize
        pages[page].earliest = min(pages[page].earliest, value.passedAt)
    }

    mutating func remove(_ key: Key) {
        if let slot = slot(of: key) { remove(at: slot) }
    }

    /// All keys and values, in no order that means anything.
    var elements: some Sequence<(key: Key, value: Value)> {
        pages.lazy.flatMap(\.entries).compactMap { entry in entry.map { ($0.key, $0.value) } }
    }

    /// Forgets what passed before an instant; looks at the pages that have any of it.
    mutating func forget(before limit: Instant) {
        for page in pages.indices where pages[page].earliest < limit {
            var earliest = Instant.latest
            for place in pages[page].entries.indices {
                guard let entry = pages[page].entries[place] else { continue }
                if entry.value.passedAt >= limit {
                    earliest = min(earliest, entry.value.passedAt)
                } else if let slot = slot(of: entry.key) {
                    remove(at: slot)
                    // The last one took all pages with it.
                    if isEmpty { return }
                }
            }
            pages[page].earliest = earliest
        }
    }

    // MARK: Places

    private subscript(place: Int) -> Entry? {
        get { pages[place / Self.pageSize].entries[place % Self.pageSize] }
        set { pages[place / Self.pageSize].entries[place % Self.pageSize] = newValue }
    }

    private mutating func put(_ entry: Entry) -> Int {
        if let place = free.popLast() {
            self[place] = entry
            return place
        }
        if pages.last.map({ $0.entries.count == Self.pageSize }) ?? true {
            var page = Page()
            if !pages.isEmpty { page.entries.reserveCapacity(Self.pageSize) }
            pages.append(page)
        }
        let page = pages.count - 1
        pages[page].entries.append(entry)
        return page * Self.pageSize + pages[page].entries.count - 1
    }

    private mutating func remove(at slot: Int) {
        let place = index[slot].place
        vacate(slot)
        count -= 1
        if isEmpty {
            self = Recent()
        } else {
            self[place] = nil
            free.append(place)
        }
    }

    // MARK: Index

    private var mask: Int { index.count - 1 }

    private func slot(of key: Key) -> Int? {
        guard !index.isEmpty else { return nil }
        let hash = Slot.hash(key)
        var slot = Int(hash) & mask
        while !index[slot].isEmpty {
            if index[slot].hash == hash, self[index[slot].place]!.key == key { return slot }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func take(_ taken: Slot) {
        var slot = Int(taken.hash) & mask
        while !index[slot].isEmpty { slot = (slot + 1) & mask }
        index[slot] = taken
    }

    /// Empties a slot, and moves those behind it up that would not be found beyond a gap.
    private mutating func vacate(_ slot: Int) {
        var (gap, next) = (slot, (slot + 1) & mask)
        while !index[next].isEmpty {
            let home = Int(index[next].hash) & mask
            if (next - home) & mask >= (next - gap) & mask {
                index[gap] = index[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        index[gap] = .empty
    }

    private mutating func growIndex() {
        let slots = index
        index = Array(repeating: .empty, count: max(16, slots.count * 2))
        for slot in slots where !slot.isEmpty { take(slot) }
    }

    /// Where an entry stands, and half of its key's hash.
    private struct Slot {
        private let bits: UInt64

        static var empty: Slot { Slot(bits: 0) }

        private init(bits: UInt64) { self.bits = bits }

        init(hash: UInt32, place: Int) { bits = UInt64(hash) << 32 | UInt64(place + 1) }

        static func hash(_ key: Key) -> UInt32 { UInt32(truncatingIfNeeded: key.hashValue) }

        var isEmpty: Bool { bits == 0 }
        var hash: UInt32 { UInt32(bits >> 32) }
        var place: Int { Int(UInt32(truncatingIfNeeded: bits)) - 1 }
    }
}

extension Recent: Hashable {
    /// Two are equal that have the same values under the same keys.
    static func == (a: Self, b: Self) -> Bool {
        a.count == b.count && a.elements.allSatisfy { b[$0.key] == $0.value }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension Recent: CustomReflectable {
    /// What it holds, and not how.
    var customMirror: Mirror { Mirror(self, unlabeledChildren: Array(elements), displayStyle: .dictionary) }
}

extension Recent: Snapshotted where Key: Snapshotted, Value: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        let count = try form.count(value?.count)
        if let value {
            for (key, value) in value.elements {
                _ = try Key.pass(&form, key)
                _ = try Value.pass(&form, value)
            }
            return value
        }
        var recent = Recent()
        for _ in 0..<count {
            let (key, value): (Key, Value) = (try form.next(), try form.next())
            guard recent[key] == nil else { throw .damaged }
            recent.put(value, for: key)
        }
        return recent
    }
}

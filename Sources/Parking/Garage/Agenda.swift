/// What is to be looked at when its time has come, the earliest first.
///
/// A heap: what comes in the order of time, as nearly all does, costs one comparison, and nothing is looked at before its time.
/// Whoever takes an item out finds out whether it is still so; one that has changed is put in once more, never searched for.
struct Agenda<Time: Comparable & Hashable & Sendable, Item: Hashable & Sendable>: Hashable, Sendable {
    private var entries: [Entry] = []

    private struct Entry: Hashable, Sendable {
        let time: Time
        let item: Item
    }

    /// The earliest item.
    var first: (time: Time, item: Item)? { entries.first.map { ($0.time, $0.item) } }

    /// All that are there.
    var items: Set<Item> { Set(entries.lazy.map(\.item)) }

    mutating func add(_ item: Item, at time: Time) {
        entries.append(Entry(time: time, item: item))
        var index = entries.count - 1
        while index > 0, entries[index].time < entries[(index - 1) / 2].time {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the earliest item out, where it stands before a limit.
    mutating func next(before limit: Time) -> Item? {
        guard let first = entries.first, first.time < limit else { return nil }
        removeFirst()
        return first.item
    }

    mutating func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].time < entries[child].time { child += 1 }
            guard entries[child].time < last.time else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = last
    }
}

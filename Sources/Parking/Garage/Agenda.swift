/// What is to be looked at when its time has come, the earliest first.
///
/// Nearly all comes in the order of time and stands in a queue; what does not stands in a heap beside it. So both putting in and
/// taking out cost next to nothing, and nothing is looked at before its time. Whoever takes an item out finds out whether it is
/// still so; one that has changed is put in once more, never searched for.
struct Agenda<Time: Comparable & Hashable & Sendable, Item: Hashable & Sendable>: Hashable, Sendable {
    /// The queue's beginning, the earliest last, and its end, the earliest first: each item changes over once.
    private var front: [Entry] = []
    private var back: [Entry] = []
    private var heap: [Entry] = []

    fileprivate struct Entry: Hashable, Sendable {
        let time: Time
        let item: Item
    }

    /// All that are there.
    var items: Set<Item> { Set((front + back + heap).map(\.item)) }

    /// How many there are.
    var count: Int { front.count + back.count + heap.count }

    /// The earliest item.
    var first: (time: Time, item: Item)? {
        let entry = isHeapFirst ? heap.first : front.last ?? back.first
        return entry.map { ($0.time, $0.item) }
    }

    private var isHeapFirst: Bool {
        guard let late = heap.first else { return false }
        return (front.last ?? back.first).map { late.time < $0.time } ?? true
    }

    mutating func add(_ item: Item, at time: Time) {
        let entry = Entry(time: time, item: item)
        if let last = back.last ?? front.first, time < last.time { push(entry) } else { back.append(entry) }
    }

    /// Takes the earliest item out, where it stands before a limit.
    mutating func next(before limit: Time) -> Item? {
        guard let first, first.time < limit else { return nil }
        removeFirst()
        return first.item
    }

    mutating func removeFirst() {
        if isHeapFirst { return pop() }
        if front.isEmpty {
            front = back.reversed()
            back = []
        }
        front.removeLast()
    }

    // MARK: Heap

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, heap[index].time < heap[(index - 1) / 2].time {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func pop() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        var index = 0
        while 2 * index + 1 < heap.count {
            var child = 2 * index + 1
            if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
            guard heap[child].time < last.time else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = last
    }
}

extension Agenda: Snapshotted where Time: Snapshotted, Item: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Agenda(front: form(value!.front), back: form(value!.back), heap: form(value!.heap))
    }
}

extension Agenda.Entry: Snapshotted where Time: Snapshotted, Item: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(time: form(value!.time), item: form(value!.item))
    }
}

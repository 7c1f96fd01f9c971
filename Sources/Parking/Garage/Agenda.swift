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

    /// The time of the earliest item; asked all the time, so no item is copied for it.
    var firstTime: Time? {
        guard let queued = firstQueued else { return heap.isEmpty ? nil : heap[0].time }
        return heap.isEmpty || queued <= heap[0].time ? queued : heap[0].time
    }

    /// The earliest item.
    var first: (time: Time, item: Item)? {
        let entry = isHeapFirst ? heap.first : front.last ?? back.first
        return entry.map { ($0.time, $0.item) }
    }

    private var firstQueued: Time? {
        if !front.isEmpty { return front[front.count - 1].time }
        return back.isEmpty ? nil : back[0].time
    }

    private var isHeapFirst: Bool {
        guard !heap.isEmpty else { return false }
        return firstQueued.map { heap[0].time < $0 } ?? true
    }

    private var lastQueued: Time? {
        if !back.isEmpty { return back[back.count - 1].time }
        return front.isEmpty ? nil : front[0].time
    }

    mutating func add(_ item: Item, at time: Time) {
        let entry = Entry(time: time, item: item)
        if let last = lastQueued, time < last { push(entry) } else { back.append(entry) }
    }

    /// Takes the earliest item out, where it stands before a limit.
    mutating func next(before limit: Time) -> Item? {
        guard let time = firstTime, time < limit else { return nil }
        return removeFirst()
    }

    @discardableResult
    mutating func removeFirst() -> Item {
        if isHeapFirst { return pop() }
        if front.isEmpty {
            front = back.reversed()
            back = []
        }
        return front.removeLast().item
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

    private mutating func pop() -> Item {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return last.item }
        let first = heap[0].item
        var index = 0
        while 2 * index + 1 < heap.count {
            var child = 2 * index + 1
            if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
            guard heap[child].time < last.time else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = last
        return first
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

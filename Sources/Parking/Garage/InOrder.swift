import Chronology

/// What has happened, in the order of time; at one instant what the log heard of first stands first.
///
/// Nearly all is added at the end and taken out at the beginning, which costs next to nothing; what is anywhere else is found by
/// halving.
struct InOrder<Item: EventNamed & Snapshotted>: Hashable, Sendable {
    private var places: ArraySlice<Dated<Item>> = []

    var count: Int { places.count }
    /// All of them, the earliest first.
    var all: [Item] { places.map(\.item) }

    /// The earliest.
    var first: Dated<Item>? { places.first }

    /// Those of an instant.
    func all(at instant: Instant) -> some Sequence<Item> {
        places[index(from: instant)...].prefix { $0.at == instant }.lazy.map(\.item)
    }

    /// The first of an instant or behind it.
    func first(from instant: Instant) -> Item? {
        let index = index(from: instant)
        return index < places.endIndex ? places[index].item : nil
    }

    /// Adds an item; one that is there already stays as it is.
    mutating func add(_ item: Item, at instant: Instant) {
        let place = Dated(at: instant, item: item)
        guard let last = places.last, place <= last else { return places.append(place) }
        let index = index(of: place)
        if places[index] != place { places.insert(place, at: index) }
    }

    /// Takes out an item that was added for that instant, where it is there.
    mutating func remove(_ item: Item, at instant: Instant) {
        let place = Dated(at: instant, item: item)
        guard let first = places.first, first != place else {
            // Nothing moves up.
            _ = places.popFirst()
            return
        }
        let index = index(of: place)
        if index < places.endIndex, places[index] == place { places.remove(at: index) }
    }

    private func index(from instant: Instant) -> Int { end { $0.at < instant } }
    private func index(of place: Dated<Item>) -> Int { end { $0 < place } }

    /// Where those end that come before something.
    private func end(of isBefore: (Dated<Item>) -> Bool) -> Int {
        var (from, until) = (places.startIndex, places.endIndex)
        while from < until {
            let middle = from + (until - from) / 2
            if isBefore(places[middle]) { from = middle + 1 } else { until = middle }
        }
        return from
    }
}

extension InOrder: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try InOrder(places: form(Array(value!.places))[...])
    }
}

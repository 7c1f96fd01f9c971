import Chronology

extension Stays {
    /// The passages of one car that is known by a name, in the order in which the log heard of them, and when they were: so what a
    /// passage has to do with is found without looking at any other.
    struct Passages: Hashable, Sendable {
        /// Those of its stays that have not ended; of nearly every car there is one at most.
        private(set) var open = Few<Dated<SessionID>>.none
        private(set) var entries = Few<Dated<SessionID>>.none
        private(set) var exits = Few<Dated<ExitID>>.none
        /// When the car passed last; what is forgotten counts on, as nobody is asked about a time so long ago.
        private(set) var last = Instant.earliest

        var areNone: Bool { entries.isEmpty && exits.isEmpty }

        /// The stay of the car where it is inside; of two that have not ended the one that began later.
        var inside: SessionID? { open.max()?.item }

        func knows(_ id: SessionID) -> Bool { entries.contains { $0.item == id } }

        /// When the car's last entry before an instant was, where nothing else of the car happened just then: so by what its
        /// passages say whatever was before that ended by then, or with it (design rule 11).
        func lastEntry(before instant: Instant) -> Instant? {
            var last: Instant?
            var isAlone = true
            for entry in entries where entry.at < instant && entry.at >= last ?? .earliest {
                isAlone = entry.at != last
                last = entry.at
            }
            guard let last, isAlone, !exits.contains(where: { $0.at == last }) else { return nil }
            return last
        }

        /// When the car's last exit up to an instant was, and its first one from then on; an exit at the instant is both.
        func exits(around instant: Instant) -> (before: Instant, after: Instant) {
            var found = (before: Instant.earliest, after: Instant.latest)
            for exit in exits {
                if exit.at <= instant { found.before = max(found.before, exit.at) }
                if exit.at >= instant { found.after = min(found.after, exit.at) }
            }
            return found
        }

        // MARK: What happens

        mutating func begin(_ session: Session) {
            open.append(Dated(session))
            add(Dated(session))
        }

        mutating func add(_ entry: Dated<SessionID>) {
            entries.append(entry)
            last = max(last, entry.at)
        }

        mutating func add(_ exit: Dated<ExitID>) {
            exits.append(exit)
            last = max(last, exit.at)
        }

        /// The stay has ended.
        mutating func end(_ id: SessionID) { open.removeAll { $0.item == id } }

        /// The entry is not looked at any more, nor is the car inside by it.
        mutating func forget(_ id: SessionID) {
            end(id)
            entries.removeAll { $0.item == id }
        }

        /// The exit is not looked at any more.
        mutating func forget(_ id: ExitID) { exits.removeAll { $0.item == id } }

        /// The car came in at another time than was thought.
        mutating func move(_ id: SessionID, to instant: Instant) {
            open.move(id, to: instant)
            entries.move(id, to: instant)
            findLast()
        }

        /// The car left at another time than was thought.
        mutating func move(_ id: ExitID, to instant: Instant) {
            exits.move(id, to: instant)
            findLast()
        }

        /// The passages are others than was thought, so the car may have passed last at another time.
        mutating func findLast() { last = max(entries.max()?.at ?? .earliest, exits.max()?.at ?? .earliest) }
    }
}

extension Few {
    /// What happened was at another time than was thought; it keeps its place.
    fileprivate mutating func move<Item: EventNamed>(_ item: Item, to instant: Instant) where Element == Dated<Item> {
        guard contains(where: { $0.item == item && $0.at != instant }) else { return }
        self = reduce(into: .none) { $0.append($1.item == item ? Dated(at: instant, item: item) : $1) }
    }
}

extension Stays.Passages: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Stays.Passages(
            open: form(value!.open), entries: form(value!.entries), exits: form(value!.exits), last: form(value!.last))
    }
}

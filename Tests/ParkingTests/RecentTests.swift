import Chronology
import TestSupport
import Testing

@testable import Parking

/// Passing things by a key, many of them.
@Suite struct RecentTests {
    /// A key whose hash many others share.
    private struct Key: Hashable {
        let number: Int
        func hash(into hasher: inout Hasher) { hasher.combine(number / 50) }
    }

    private struct Thing: Hashable, Passing {
        var passedAt: Instant
        var number = 0

        init(_ number: Int, at seconds: Int = 0) {
            (self.number, passedAt) = (number, .earliest + .seconds(Int64(seconds)))
        }
    }

    private func elements<Key>(_ recent: Recent<Key, Thing>) -> [Key: Thing] {
        Dictionary(uniqueKeysWithValues: recent.elements.map { ($0.key, $0.value) })
    }

    @Test func `it holds what a dictionary does`() {
        var random = Seeded(Seeded.seed)
        var (recent, dictionary): (Recent<Key, Thing>, [Key: Thing]) = (Recent(), [:])
        for step in 0..<20_000 {
            let key = Key(number: Int.random(in: 0..<600, using: &random))
            // Fills and empties by turns.
            if Int.random(in: 0..<10, using: &random) < (step / 4_000 % 2 == 0 ? 7 : 3) {
                recent.put(Thing(step), for: key)
                dictionary[key] = Thing(step)
            } else {
                recent.remove(key)
                dictionary[key] = nil
            }
            #expect(recent[key] == dictionary[key] && recent.count == dictionary.count)
            guard step % 500 == 0 else { continue }
            #expect(elements(recent) == dictionary)
            #expect((0..<600).allSatisfy { recent[Key(number: $0)] == dictionary[Key(number: $0)] })
        }
    }

    @Test func `what passed before an instant is forgotten, and nothing else`() {
        var random = Seeded(Seeded.seed)
        var recent = Recent<Key, Thing>()
        var dictionary: [Key: Thing] = [:]
        for round in 0..<60 {
            for _ in 0..<400 {
                let key = Key(number: Int.random(in: 0..<3_000, using: &random))
                // Nearly in the order of time, and now and then long ago.
                let late = Int.random(in: 0..<20, using: &random) == 0 ? 3_000 : 20
                let thing = Thing(round, at: 4_000 + round * 100 - Int.random(in: 0...late, using: &random))
                recent.put(thing, for: key)
                dictionary[key] = thing
            }
            let limit = Instant.earliest + .seconds(Int64(2_000 + round * 100))
            recent.forget(before: limit)
            dictionary = dictionary.filter { $0.value.passedAt >= limit }
            #expect(elements(recent) == dictionary, "round \(round)")
        }
        recent.forget(before: .latest)
        #expect(recent.isEmpty && recent == Recent())
    }

    @Test func `two are equal that hold the same, in whatever order it came`() {
        let numbers = Array(0..<1_000)
        var (up, down) = (Recent<Int, Thing>(), Recent<Int, Thing>())
        for number in numbers { up.put(Thing(number), for: number) }
        for number in numbers.reversed() { down.put(Thing(number), for: number) }
        #expect(up == down && up.hashValue == down.hashValue)
        down.put(Thing(1), for: 0)
        #expect(up != down)
        down.remove(0)
        #expect(up != down)
    }

    @Test func `places that became free are taken again`() {
        var recent = Recent<Int, Thing>()
        for number in 0..<1_000 { recent.put(Thing(number), for: number) }
        let places = recent.places
        for number in 1_000..<50_000 {
            recent.remove(number - 1_000)
            recent.put(Thing(number), for: number)
        }
        #expect(recent.count == 1_000 && recent.places == places)
    }
}

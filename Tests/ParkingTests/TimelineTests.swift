import Chronology
import TestSupport
import Testing

@testable import Parking

/// What the passages of a car say (design rule 11), where only those are looked at that a new one may have to do with.
@Suite struct TimelineTests {
    private struct Passed {
        var at: Instant
        var entry: SessionID?
        var exit: ExitID?
        var writtenOff: Instant?
    }

    private func stays(
        _ passed: [Passed], from start: Instant = .earliest
    ) -> [(entry: SessionID, end: Timeline.End?)] {
        var timeline = Timeline(from: start)
        for passage in passed where passage.at >= start {
            if let entry = passage.entry { timeline.add(entry, at: passage.at) }
            if let entry = passage.entry, let at = passage.writtenOff { timeline.writeOff(entry, at: at) }
            if let exit = passage.exit { timeline.add(exit, at: passage.at) }
        }
        return timeline.stays()
    }

    @Test func `a passage has nothing to do with what was before the entry before it`() {
        var random = Seeded(Seeded.seed)
        func time() -> Instant { LocalDay.monday.at("08:00") + .minutes(Int64.random(in: 0...25, using: &random)) }
        var shortened = 0
        for _ in 0..<4_000 {
            var passed: [Passed] = []
            for number in 1...Int64.random(in: 1...14, using: &random) {
                let at = time()
                if Bool.random(using: &random) {
                    let writtenOff = Int.random(in: 0...5, using: &random) == 0 ? max(at, time()) : nil
                    passed.append(Passed(at: at, entry: SessionID(version: number), writtenOff: writtenOff))
                } else {
                    passed.append(Passed(at: at, exit: ExitID(version: number)))
                }
            }
            var new = Passed(at: time())
            if Bool.random(using: &random) {
                new.entry = SessionID(version: .max)
            } else {
                new.exit = ExitID(version: .max)
            }
            var car = Stays.Passages()
            for passage in passed {
                if let entry = passage.entry { car.add(Dated(at: passage.at, item: entry)) }
                if let exit = passage.exit { car.add(Dated(at: passage.at, item: exit)) }
            }
            let start = car.lastEntry(before: new.at) ?? .earliest
            let (old, whole, part) = (stays(passed), stays(passed + [new]), stays(passed + [new], from: start))
            let before = whole.dropLast(part.count)
            if !before.isEmpty { shortened += 1 }
            #expect(whole.suffix(part.count).elementsEqual(part, by: ==))
            #expect(before.elementsEqual(old.prefix(before.count), by: ==))
        }
        #expect(shortened > 500)
    }
}

import TestSupport
import Testing

@testable import Desks

/// Who is served, who waits, who is turned away.
struct DeskLineTests {
    @Test func `as many are served as there are places, as many wait as there is room, and the next is turned away`() {
        var line = DeskLine(places: 2, room: 2)
        let found = (1...5).map { line.come($0) }
        #expect(found == [.served, .served, .waits, .waits, .turnedAway])
        #expect(line.served == 2 && line.waiting == [3, 4])
    }

    @Test func `who has waited longest is served when somebody goes`() {
        var line = DeskLine(places: 1, room: 2)
        for number in 1...3 { _ = line.come(UInt64(number)) }
        let called = [line.go(), line.go(), line.go()]
        #expect(called == [2, 3, nil])
        #expect(line.served == 0)
        let next = line.come(4)
        #expect(next == .served)
    }

    @Test func `who gives up makes room, and is served no more`() {
        var line = DeskLine(places: 1, room: 1)
        for number in 1...2 { _ = line.come(UInt64(number)) }
        let third = line.come(3)
        #expect(third == .turnedAway)
        let gaveUp = [line.giveUp(2), line.giveUp(2), line.giveUp(1)]
        #expect(gaveUp == [true, false, false])
        let fourth = line.come(4)
        #expect(fourth == .waits)
        let called = line.go()
        #expect(called == 4)
    }

    @Test func `without room nobody waits`() {
        var line = DeskLine(places: 1, room: 0)
        let found = [line.come(1), line.come(2)]
        #expect(found == [.served, .turnedAway])
        let called = line.go()
        #expect(called == nil)
        let next = line.come(3)
        #expect(next == .served)
    }

    @Test func `in whatever order people come, go and give up, places and room suffice and nobody is forgotten`() {
        var generator = Seeded(Seeded.seed)
        var line = DeskLine(places: 3, room: 4)
        var (served, waiting, next) = (0, [UInt64](), UInt64(0))
        for _ in 0..<5_000 {
            switch Int.random(in: 0..<3, using: &generator) {
            case 0:
                next += 1
                switch line.come(next) {
                case .served: served += 1
                case .waits: waiting.append(next)
                case .turnedAway: #expect(served == 3 && waiting.count == 4)
                }
            case 1 where served > 0:
                guard let called = line.go() else {
                    served -= 1
                    break
                }
                let first = waiting.removeFirst()
                #expect(called == first)
            case 2:
                guard let number = waiting.randomElement(using: &generator) else { continue }
                let waited = line.giveUp(number)
                #expect(waited)
                waiting.removeAll { $0 == number }
            default: continue
            }
            #expect(line.served == served && line.waiting == waiting, "seed \(Seeded.seed)")
            #expect(waiting.isEmpty || served == 3)
        }
    }
}

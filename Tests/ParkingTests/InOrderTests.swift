import Chronology
import TestSupport
import Testing

@testable import Parking

/// What has happened, in the order of time.
@Suite struct InOrderTests {
    @Test func `whatever comes and goes, it is what is there by time`() {
        var random = Seeded(Seeded.seed)
        for _ in 0..<100 {
            var (inOrder, all) = (InOrder<SessionID>(), [(at: Instant, id: SessionID)]())
            for number in 1...Int64.random(in: 1...60, using: &random) {
                let instant = LocalDay.monday.at("08:00") + .minutes(Int64.random(in: 0...20, using: &random))
                if Int.random(in: 0...2, using: &random) > 0 {
                    inOrder.add(SessionID(version: number), at: instant)
                    all.append((instant, SessionID(version: number)))
                } else if let gone = all.randomElement(using: &random) {
                    inOrder.remove(gone.id, at: gone.at)
                    all.removeAll { $0.id == gone.id }
                }
                all.sort { ($0.at, $0.id) < ($1.at, $1.id) }
                #expect(inOrder.all == all.map(\.id))
                #expect(inOrder.first?.item == all.first?.id)
                #expect(inOrder.first(from: instant) == all.first { $0.at >= instant }?.id)
                #expect(Array(inOrder.all(at: instant)) == all.filter { $0.at == instant }.map(\.id))
            }
        }
    }

    @Test func `what is there twice is there once, and what is not there is not taken out`() {
        var inOrder = InOrder<ExitID>()
        let eight = LocalDay.monday.at("08:00")
        inOrder.remove(ExitID(version: 1), at: eight)
        for _ in 0..<2 { inOrder.add(ExitID(version: 2), at: eight) }
        inOrder.add(ExitID(version: 1), at: eight)
        inOrder.add(ExitID(version: 1), at: eight)
        inOrder.remove(ExitID(version: 2), at: eight + .seconds(1))
        inOrder.remove(ExitID(version: 3), at: eight)
        #expect(inOrder.all == [ExitID(version: 1), ExitID(version: 2)])
    }
}

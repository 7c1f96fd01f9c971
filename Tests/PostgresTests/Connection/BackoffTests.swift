import TestSupport
import Testing

@testable import Postgres

@Suite("Backoff")
struct BackoffTests {
    @Test("pauses double up to one second, and each is between half and all of that")
    func pauses() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        var backoff = Backoff()
        for milliseconds in [50, 100, 200, 400, 800, 1000, 1000] {
            let longest = Duration.milliseconds(milliseconds)
            let pause = backoff.pause(using: &random)
            #expect(pause >= longest / 2 && pause <= longest, "seed \(seed)")
        }
    }
}

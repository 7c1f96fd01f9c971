import Synchronization
import TestSupport
import Testing

@testable import Hosting

/// Questions of many to one log.
@Suite(.timeLimit(.minutes(5)))
struct TogetherTests {
    private struct Broken: Error {}

    private static var far: ContinuousClock.Instant { .now.advanced(by: .seconds(1000)) }

    @Test func `what comes while the log is at work goes with the next ones, and each gets its own answer`()
        async throws
    {
        let door = Door()
        let asked = Mutex<[[Int]]>([])
        let together = Together<Int, String>(upTo: 100, weight: { _ in 1 }) { numbers in
            let isFirst = asked.withLock { asked in
                asked.append(numbers)
                return asked.count == 1
            }
            if isFirst { await door.pass() }
            return numbers.map { "answer \($0)" }
        }
        async let first = together.answer(0, until: Self.far)
        try await until { door.waiting == 1 }
        async let others = atOnce(50) { try await together.answer($0 + 1, until: Self.far) }
        try await until { together.waiting == 50 }
        door.open()
        #expect(try await first == "answer 0")
        #expect(try await others == (1...50).map { "answer \($0)" })
        #expect(asked.withLock { $0.map(\.count) } == [1, 50])
    }

    @Test func `no more are asked at a time than may be, and one that is more by itself is asked alone`() async throws {
        let door = Door()
        let asked = Mutex<[[Int]]>([])
        let together = Together<Int, Int>(upTo: 10, weight: { $0 }) { weights in
            let isFirst = asked.withLock { asked in
                asked.append(weights)
                return asked.count == 1
            }
            if isFirst { await door.pass() }
            return weights
        }
        async let first = together.answer(1, until: Self.far)
        try await until { door.waiting == 1 }
        async let others = atOnce(7) { try await together.answer($0 == 0 ? 30 : 4, until: Self.far) }
        try await until { together.waiting == 7 }
        door.open()
        #expect(try await first == 1)
        #expect(try await others == [30, 4, 4, 4, 4, 4, 4])
        let groups = asked.withLock { $0 }.dropFirst()
        #expect(groups.contains([30]))
        #expect(groups.allSatisfy { $0 == [30] || $0.reduce(0, +) <= 10 })
    }

    @Test func `what the log throws is thrown at all who asked together, and the next ones are asked anew`()
        async throws
    {
        let fails = Mutex(true)
        let together = Together<Int, Int>(upTo: 10, weight: { _ in 1 }) { numbers in
            if fails.withLock({ $0 }) { throw Broken() }
            return numbers
        }
        await #expect(throws: Broken.self) { _ = try await together.answer(1, until: Self.far) }
        fails.withLock { $0 = false }
        #expect(try await together.answer(2, until: Self.far) == 2)
    }

    @Test func `who has waited too long behind a silent log is sent away, and is not asked for`() async throws {
        let door = Door()
        let asked = Mutex<[[Int]]>([])
        let together = Together<Int, Int>(upTo: 10, weight: { _ in 1 }) { numbers in
            let isFirst = asked.withLock { asked in
                asked.append(numbers)
                return asked.count == 1
            }
            if isFirst { await door.pass() }
            return numbers
        }
        async let first = together.answer(1, until: Self.far)
        try await until { door.waiting == 1 }
        await #expect(throws: Late.self) {
            _ = try await together.answer(2, until: .now.advanced(by: .milliseconds(1)))
        }
        door.open()
        #expect(try await first == 1)
        #expect(try await together.answer(3, until: Self.far) == 3)
        #expect(asked.withLock { $0 } == [[1], [3]])
    }
}

public import Testing

/// Lets so many of a suite's tests run at once and no more, the longest waiting first.
///
/// Clients give up an answer after a while. Where hundreds of tests share two cores, each waits for all the others, and
/// what is asked at the start is not answered in that time although nothing is wrong.
public struct AtMost: SuiteTrait, TestTrait, TestScoping {
    private let places: Places

    /// Every test within the suite takes one of its places.
    public var isRecursive: Bool { true }

    /// Runs a test once it has its place.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await places.enter()
        do { try await function() } catch {
            await places.leave()
            throw error
        }
        await places.leave()
    }

    fileprivate init(_ count: Int) {
        places = Places(count)
    }
}

extension Trait where Self == AtMost {
    /// Lets at most so many of the suite's tests run at once.
    public static func atMost(_ count: Int) -> AtMost { AtMost(count) }

    /// Lets at most six run at once of all the suites whose tests start the program.
    public static var programs: AtMost { programPlaces }
}

private let programPlaces = AtMost(6)

/// Places of which each is one test's at a time.
private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the place on to the next, or gives it back.
    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}

import Desks
import Synchronization
import TestSupport
import Testing

/// People at a desk, each of whom is served by a task.
@Suite(.timeLimit(.minutes(1)))
struct DeskTests {
    /// Takes a place and keeps it until the task is cancelled.
    private func stay(at desk: Desk) -> Task<Void, any Error> {
        Task { try await desk.serve { await untilCancelled() } }
    }

    @Test func `one too many is told so, and served once somebody has gone`() async throws {
        let desk = Desk(.history, places: 1, room: 0)
        let first = stay(at: desk)
        try await until { desk.load.served == 1 }
        await #expect(throws: DeskFull(kind: .history)) { try await desk.serve {} }
        first.cancel()
        try await first.value
        #expect(try await desk.serve { 7 } == 7)
        #expect(desk.load == Desk(.history, places: 1, room: 0).load)
    }

    @Test func `who waits is served in turn`() async throws {
        let desk = Desk(.quotes, places: 1, room: 3)
        let order = Notes()
        let first = stay(at: desk)
        try await until { desk.load.served == 1 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...3 {
                group.addTask { try await desk.serve { order.note(number) } }
                try await until { desk.load.waiting == number }
            }
            first.cancel()
            try await group.waitForAll()
        }
        #expect(order.numbers == [1, 2, 3])
        #expect(desk.load.served == 0 && desk.load.waiting == 0)
    }

    @Test func `who is cancelled while waiting leaves the line and takes no place`() async throws {
        let desk = Desk(.lists, places: 1, room: 1)
        let first = stay(at: desk)
        try await until { desk.load.served == 1 }
        let second = Task { try await desk.serve { Issue.record("served although it had gone") } }
        try await until { desk.load.waiting == 1 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(desk.load.waiting == 0)
        first.cancel()
        try await first.value
        #expect(desk.load.served == 0)
    }

    @Test func `a body that throws gives its place back`() async throws {
        struct Broken: Error {}
        let desk = Desk(.quotes, places: 1, room: 0)
        for _ in 1...3 { await #expect(throws: Broken.self) { try await desk.serve { throw Broken() } } }
        #expect(desk.load.served == 0)
    }

    @Test func `however many come and give up at the same time, nobody is lost`() async throws {
        let desk = Desk(.quotes, places: 2, room: 8)
        let served = Notes()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let task = Task {
                        try await desk.serve {
                            await Task.yield()
                            served.note(number)
                        }
                    }
                    if number % 3 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(!served.numbers.isEmpty)
        #expect(desk.load.served == 0 && desk.load.waiting == 0)
    }
}

/// Who was served, in order.
private final class Notes: Sendable {
    private let noted = Mutex<[Int]>([])

    var numbers: [Int] { noted.withLock { $0 } }

    func note(_ number: Int) { noted.withLock { $0.append(number) } }
}

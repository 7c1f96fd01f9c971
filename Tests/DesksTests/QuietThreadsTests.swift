import Synchronization
import TestSupport
import Testing
import Threads

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Threads that give way to all others.
@Suite(.timeLimit(.minutes(1)))
struct QuietThreadsTests {
    private static var thread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    #if os(Linux)
        private static var nice: Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

        @Test func `what runs there gives way, and whoever asked for it does not`() async {
            let usual = Self.nice
            let there = await QuietThreads(1).run { Self.nice }
            #expect(there > usual)
            #expect(Self.nice == usual)
        }
    #endif

    @Test func `no more threads work than there may be`() async {
        let threads = QuietThreads(2)
        let working = Working()
        let used = await withTaskGroup(of: UInt.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await threads.run {
                        working.begin()
                        for _ in 0..<1_000 { sched_yield() }
                        working.end()
                        return Self.thread
                    }
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(working.most <= 2)
        #expect(!used.isEmpty)
    }

    @Test func `a body that throws does so to whoever asked, and the next is worked off`() async throws {
        struct Broken: Error {}
        let threads = QuietThreads(1)
        await #expect(throws: Broken.self) { try await threads.run { () throws(Broken) in throw Broken() } }
        #expect(await threads.run { 7 } == 7)
    }

    @Test func `a body notices that its task is cancelled`() async {
        let threads = QuietThreads(1)
        let working = Working()
        let work = Task {
            await threads.run {
                working.begin()
                while !Task.isCancelled { sched_yield() }
            }
        }
        while working.most == 0 { await Task.yield() }
        work.cancel()
        await work.value
    }

    @Test func `while all its threads work, everybody else goes on`() async throws {
        actor Gate {
            var opened = 0
            func open() { opened += 1 }
        }
        let (threads, gate) = (QuietThreads(4), Gate())
        let busy = (1...8).map { _ in Task { await threads.run { while !Task.isCancelled { sched_yield() } } } }
        for _ in 1...100 { await gate.open() }
        #expect(await gate.opened == 100)
        for task in busy { task.cancel() }
        for task in busy { await task.value }
    }
}

/// How many work at the same time.
private final class Working: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    /// At most, so far.
    var most: Int { counts.withLock { $0.most } }

    func begin() { counts.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func end() { counts.withLock { $0.now -= 1 } }
}

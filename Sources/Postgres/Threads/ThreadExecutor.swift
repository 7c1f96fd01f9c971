import Threads

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs one actor's jobs in order on a thread of their own, where they may block.
///
/// The thread keeps the executor alive until ``stop()``, which the actor calls when it goes; it then finishes what is
/// queued and ends. Nobody joins it, because the last reference to an actor may be dropped on its own thread.
final class ThreadExecutor: SerialExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var isStopped = false
        var thread: UInt?
    }

    private let queue = Monitor(Queue())

    init() throws(PostgresError) {
        guard DetachedThread.start({ self.work() }) else {
            throw PostgresError(.connectionFailed, "the system has no thread for another connection")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.update { $0.jobs.append(job) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func checkIsolated() {
        let isHere = queue.withLock { $0.thread == Self.currentThread }
        precondition(isHere, "not on the connection's thread")
    }

    /// Lets the thread end after the jobs that are queued.
    func stop() {
        queue.update { $0.isStopped = true }
    }

    private func work() {
        queue.withLock { $0.thread = Self.currentThread }
        while true {
            let jobs = queue.wait { queue -> [UnownedJob]? in
                guard !queue.jobs.isEmpty else { return queue.isStopped ? [] : nil }
                defer { queue.jobs.removeAll(keepingCapacity: true) }
                return queue.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs {
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private static var currentThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }
}

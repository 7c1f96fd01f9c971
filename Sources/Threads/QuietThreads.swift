import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Threads for what takes long and can wait: a few of their own, which give way to all others of the machine.
///
/// Whatever runs on Swift's own threads holds up everything else that does, a gate's command as well; there are as many of them
/// as processors. A thread here begins when there is work and ends when there is none.
public final class QuietThreads: TaskExecutor {
    private struct Work {
        var jobs: [UnownedJob] = []
        var threads = 0
    }

    private let work = Mutex(Work())
    private let most: Int

    /// At most so many threads at the same time; none is there yet.
    public init(_ most: Int) {
        precondition(most > 0, "somebody has to work")
        self.most = most
    }

    /// Works something out on one of the threads.
    ///
    /// The body asks no actor, and so cannot wait for one: an actor whom a thread of these ran would make all others who ask it
    /// wait for that thread.
    public func run<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withTaskExecutorPreference(self) { () async throws(Failure) -> Value in try body() }
    }

    /// Takes a job, and a thread for it where there may be another.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let needsThread = work.withLock { work in
            work.jobs.append(job)
            guard work.threads < most else { return false }
            work.threads += 1
            return true
        }
        guard needsThread, !DetachedThread.start({ self.workOff() }) else { return }
        // A system without another thread: those that are there do it, and else Swift's own.
        let left = work.withLock { work -> [UnownedJob] in
            work.threads -= 1
            guard work.threads == 0 else { return [] }
            defer { work.jobs = [] }
            return work.jobs
        }
        for job in left { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    private func workOff() {
        QuietThreads.giveWay()
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// The job that has waited longest; without one, the thread that asks ends.
    private func next() -> UnownedJob? {
        work.withLock { work in
            guard !work.jobs.isEmpty else {
                work.threads -= 1
                return nil
            }
            return work.jobs.removeFirst()
        }
    }

    /// Lets every thread of usual priority go first that wants the processor.
    private static func giveWay() {
        #if canImport(Darwin)
            pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #else
            // On Linux a nice value is a thread's own (setpriority(2), under C library/kernel differences). Not the lowest: on a
            // machine without a moment to spare, who asks still gets an answer.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        #endif
    }
}

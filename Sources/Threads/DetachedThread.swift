#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A thread of the operating system that nobody joins; it ends when its body returns.
package enum DetachedThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread, or returns false where the system has no more to give.
    package static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        let body = Unmanaged.passRetained(Body(run))
        #if canImport(Darwin)
            var thread: pthread_t?
            let failure = pthread_create(&thread, nil, { DetachedThread.main($0) }, body.toOpaque())
            let started = thread
        #else
            var thread = pthread_t()
            let failure = pthread_create(&thread, nil, { DetachedThread.main($0!) }, body.toOpaque())
            let started: pthread_t? = thread
        #endif
        guard failure == 0, let started else {
            body.release()
            return false
        }
        pthread_detach(started)
        return true
    }

    private static func main(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        body.run()
        return nil
    }
}

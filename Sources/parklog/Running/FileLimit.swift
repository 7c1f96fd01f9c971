import Foundation

/// How many files and connections the system lets this process have open at the same time.
enum FileLimit {
    /// What is open besides the clients' connections: the database's, the log, the libraries; and those that are told to wait.
    private static let besides = 256

    /// Asks the system for room for so many connections.
    ///
    /// - Throws: a ``Failure`` where the system allows fewer.
    static func allow(connections: Int) throws(Failure) {
        var limit = rlimit()
        let wanted = rlim_t(connections + besides)
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < wanted else {
            return
        }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        guard limit.rlim_cur == wanted, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw Failure(
                .unavailable,
                "The system allows this process \(limit.rlim_max) open files, and \(connections) connections need \(wanted): raise the"
                    + " limit (ulimit -n), or ask for fewer with serve --connections.")
        }
    }
}

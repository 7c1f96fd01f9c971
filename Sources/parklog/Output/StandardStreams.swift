import Foundation

/// The streams that every process begins with.
enum StandardStreams {
    /// Makes what is wrong with them an error of whoever reads or writes them, and of nobody else.
    ///
    /// A stream that was closed when the process began would give its number to the first file or socket that is opened,
    /// and what is printed would go there. Its number is taken by a file that cannot be used in its direction.
    static func secure() {
        // A reader that goes away, and a file that may not grow, would end the process by a signal.
        for signal in [SIGPIPE, SIGXFSZ] { Foundation.signal(signal, SIG_IGN) }
        let wrongWays = [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        for (descriptor, wrongWay) in wrongWays where fcntl(descriptor, F_GETFD) == -1 {
            // It gets the lowest number that is free, which is this one.
            _ = open("/dev/null", wrongWay)
        }
    }
}

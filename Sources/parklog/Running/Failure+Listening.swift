import Foundation
import NIOCore

extension Failure {
    /// Why nobody can be served on a port.
    ///
    /// - Parameter option: what names the port.
    init(_ error: IOError, listeningOn port: Int, option: String = "--port") {
        let reason =
            switch error.errnoCode {
            case EADDRINUSE: "Port \(port) is in use, perhaps by another parklog"
            case EACCES: "Port \(port) is not for this user to listen on"
            default: "Port \(port) cannot be listened on (\(String(cString: strerror(error.errnoCode))))"
            }
        self.init(.unavailable, "\(reason); choose another with \(option), or 0 for any.")
    }
}

import Foundation
import NIOCore

extension Failure {
    /// Why nobody can be served on a port.
    ///
    /// - Parameters:
    ///   - host: the address that has the port.
    ///   - option: what names the port.
    init(_ error: any Error, listeningOn port: Int, of host: String, option: String = "--port") {
        let code = (error as? IOError)?.errnoCode
        guard let code, code != EADDRNOTAVAIL, code != EAFNOSUPPORT else {
            self.init(.unavailable, "\(host) is no address of this machine; choose another with --host.")
            return
        }
        let reason =
            switch code {
            case EADDRINUSE: "Port \(port) is in use, perhaps by another parklog"
            case EACCES: "Port \(port) is not for this user to listen on"
            default: "Port \(port) cannot be listened on (\(String(cString: strerror(code))))"
            }
        self.init(.unavailable, "\(reason); choose another with \(option), or 0 for any.")
    }
}

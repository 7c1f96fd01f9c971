import Foundation

/// A user of the operating system that the server may run as.
struct ServerUser: Sendable, Equatable {
    let name: String
    let uid: uid_t
    let gid: gid_t

    static func named(_ name: String) -> ServerUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bufferSize) { buffer in
            guard getpwnam_r(name, &entry, buffer.baseAddress!, buffer.count, &found) == 0, found != nil else {
                return nil
            }
            return ServerUser(entry)
        }
    }

    static func numbered(_ uid: uid_t) -> ServerUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bufferSize) { buffer in
            guard getpwuid_r(uid, &entry, buffer.baseAddress!, buffer.count, &found) == 0, found != nil else {
                return nil
            }
            return ServerUser(entry)
        }
    }

    /// What to call the owner of a file: the user's name, or the number when the system has no name for it.
    static func label(_ uid: uid_t) -> String {
        numbered(uid)?.name ?? String(uid)
    }

    /// What runs another program as this user; it belongs to util-linux, without which no Linux boots.
    var command: [String] {
        ["/usr/bin/setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--"]
    }

    // Directory services may return long entries; 16 KiB is what the usual C libraries recommend at most.
    private static let bufferSize = 16384
}

extension ServerUser {
    private init(_ entry: passwd) {
        self.init(name: String(cString: entry.pw_name), uid: entry.pw_uid, gid: entry.pw_gid)
    }
}

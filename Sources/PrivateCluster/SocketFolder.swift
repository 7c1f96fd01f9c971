import Foundation

/// Chooses the folder of the unix socket.
enum SocketFolder {
    /// The port is only a part of the socket's name: the server listens on no network.
    static let port = 5432

    /// The cluster's own folder, unless a socket's address cannot hold the path (107 bytes on Linux), or libpq and the
    /// server's settings could not name it: both read a comma as the end of a folder, and quotes as quotes.
    ///
    /// The short folder is under `/tmp` and not under `$XDG_RUNTIME_DIR`: the latter differs between a login and a
    /// cron job that share one cluster, and goes away at logout while the server stays.
    static func path(clusterFolder: String, owner: uid_t) -> String {
        let socket = clusterFolder + "/.s.PGSQL.\(port)"
        let isPlain = clusterFolder.utf8.allSatisfy { $0 >= 0x20 && !#",'"\"#.utf8.contains($0) }
        let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        if isPlain && socket.utf8.count <= room { return clusterFolder }
        return "/tmp/parklog-\(owner)-\(PathDigest(clusterFolder))"
    }
}

/// Where a project's private PostgreSQL lives, and who runs it.
///
/// All paths are absolute. The folders need not exist yet; opening the cluster makes them.
public struct ClusterLocation: Sendable, Equatable {
    /// The server's data folder, `…/pg<major>/data`: one for each major version, as none reads another's.
    public let dataFolder: String
    /// The folder of the unix socket: the cluster's own, or a short one under `/tmp` when the path would be too long.
    public let socketFolder: String
    /// The file with what the server had to say when it last started.
    public let logFile: String
    /// The folder with what it writes from then on, a file a weekday.
    public let logFolder: String
    /// The user that the server runs as when we are root; nil when it runs as ourselves.
    public var serverUser: String? { user?.name }
    /// One sentence for people, when the place is not the one they would expect; nil when it is.
    public let note: String?

    let clusterFolder: String
    let binaries: ServerBinaries
    let user: ServerUser?

    init(clusterFolder: String, binaries: ServerBinaries, user: ServerUser?, note: String?) {
        self.clusterFolder = clusterFolder
        self.binaries = binaries
        self.user = user
        self.note = note
        dataFolder = clusterFolder + "/data"
        logFile = clusterFolder + "/server.log"
        logFolder = clusterFolder + "/log"
        socketFolder = SocketFolder.path(clusterFolder: clusterFolder, owner: user?.uid ?? ServerUser.ourselves)
    }

    /// Held exclusively by whoever starts or stops the server.
    var gateFile: String { clusterFolder + "/gate" }
    /// Held shared by every process that uses the server.
    var leaseFile: String { clusterFolder + "/lease" }
}

import Foundation

/// The installed programs of a PostgreSQL server, and the user that they can run as.
struct ServerPrograms: Sendable {
    let folder: String
    /// Set where the tests run as root, as which the server refuses to run.
    let user: (id: uid_t, group: gid_t)?

    static func find() -> ServerPrograms? {
        let folders = ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt"].flatMap { parent in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            return ["\(parent)/bin"] + names.sorted { $0 > $1 }.map { "\(parent)/\($0)/bin" }
        }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        func isProgram(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
        guard
            let folder = (folders + path).first(where: { isProgram($0 + "/initdb") && isProgram($0 + "/postgres") })
        else { return nil }
        guard geteuid() == 0 else { return ServerPrograms(folder: folder, user: nil) }
        guard isProgram(changeUser), let entry = getpwnam("postgres") else { return nil }
        return ServerPrograms(folder: folder, user: (entry.pointee.pw_uid, entry.pointee.pw_gid))
    }

    /// Makes a folder for the server's user alone.
    func makeFolder(_ path: String) throws {
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        if let user {
            attributes[.ownerAccountID] = Int(user.id)
            attributes[.groupOwnerAccountID] = Int(user.group)
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: attributes)
    }

    /// Starts a program whose output goes to the end of a file.
    func launch(_ program: String, _ arguments: [String], log: String) throws -> Process {
        let process = Process()
        var command = [folder + "/" + program] + arguments
        if let user {
            // It becomes the program, so the process's number is the server's.
            command =
                [Self.changeUser, "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups", "--"] + command
        }
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        try output.close()
        return process
    }

    private static let changeUser = "/usr/bin/setpriv"
}

import Foundation

extension ClusterLocation {
    /// Finds the place of a project's cluster: `.parklog/pg<major>` in the project's folder.
    ///
    /// Nothing is created. As root, the server runs as `postgres`, or `nobody` when there is none; if that user cannot
    /// enter the project's folder, the place is `/var/lib/parklog/<digest of the folder>` and ``note`` says so. A
    /// cluster that an ordinary user made there before stays that user's.
    ///
    /// - Parameters:
    ///   - projectFolder: An existing folder; `PARKLOG_HOME` in `environment` takes its place when it is set.
    ///   - environment: The process's environment; `PATH` and `PARKLOG_HOME` are read.
    /// - Throws: ``ClusterError/serverNotInstalled``, ``ClusterError/serverTooOld(version:folder:)``,
    ///   ``ClusterError/noServerUser``, ``ClusterError/folderUnusable(path:reason:)``.
    public static func resolve(
        projectFolder: String,
        environment: [String: String]
    ) async throws(ClusterError) -> ClusterLocation {
        let binaries = try await ServerBinaries.find(environment: environment)
        let named = environment["PARKLOG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        if let named { try ClusterFolder.makeHome(named) }
        let folder = named ?? projectFolder
        return try await resolve(projectFolder: folder, binaries: binaries, elsewhere: "/var/lib/parklog")
    }

    static func resolve(
        projectFolder: String,
        binaries: ServerBinaries,
        elsewhere: String
    ) async throws(ClusterError) -> ClusterLocation {
        let project = try FileStatus.realPath(projectFolder)
        let version = "/pg\(binaries.major)"
        let home = project + "/.parklog"
        guard ServerUser.ourselves == 0 else {
            let note = olderNote(home: home, major: binaries.major)
            return ClusterLocation(clusterFolder: home + version, binaries: binaries, user: nil, note: note)
        }

        guard let user = owner(of: home + version) ?? .named("postgres") ?? .named("nobody") else {
            throw .noServerUser
        }
        let gate = FileStatus(home) == nil ? project : home
        let entry = ServerCommand(executable: "/bin/sh", arguments: ["-c", #"cd -- "$1""#, "sh", gate], user: user)
        if await entry.run().succeeded {
            let note = olderNote(home: home, major: binaries.major)
            return ClusterLocation(clusterFolder: home + version, binaries: binaries, user: user, note: note)
        }
        let other = elsewhere + "/\(PathDigest(project))"
        let note = """
            The database is kept in \(other), because the server runs as the user \(user.name), who cannot enter \
            \(gate).
            """
        return ClusterLocation(clusterFolder: other + version, binaries: binaries, user: user, note: note)
    }

    /// The ordinary user who made this cluster before; root then lets the server run as that user.
    private static func owner(of clusterFolder: String) -> ServerUser? {
        guard let status = FileStatus(clusterFolder), status.isFolder, status.owner != 0 else { return nil }
        return ServerUser.numbered(status.owner)
    }

    /// Says that the data of another major version stay behind, when this version has none yet.
    private static func olderNote(home: String, major: Int) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
        let majors = names.compactMap { $0.hasPrefix("pg") ? Int($0.dropFirst(2)) : nil }
        guard !majors.contains(major), let other = majors.max() else { return nil }
        return """
            PostgreSQL \(major) begins with an empty database in \(home)/pg\(major), because it cannot read what \
            version \(other) keeps in \(home)/pg\(other).
            """
    }
}

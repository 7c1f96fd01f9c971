import Foundation

/// The folder of an installed PostgreSQL server's programs, and its major version.
struct ServerBinaries: Sendable, Equatable {
    let folder: String
    let major: Int

    func path(_ program: String) -> String { folder + "/" + program }

    static let oldestMajor = 15

    /// Finds the first complete set of version 15 or newer: what `pg_config` names, then PATH, then `installed`.
    ///
    /// `pg_config` comes with the client library too, so its folder counts only if the server's programs are in it.
    static func find(
        environment: [String: String],
        installed: [String] = installedFolders()
    ) async throws(ClusterError) -> ServerBinaries {
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        var folders: [String] = []
        if let config = path.map({ $0 + "/pg_config" }).first(where: isProgram) {
            let named = await ServerCommand(executable: config, arguments: ["--bindir"]).run()
            folders.append(named.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        folders += path + installed

        var tooOld: ServerBinaries?
        for folder in folders where programs.allSatisfy({ isProgram(folder + "/" + $0) }) {
            guard let binaries = await examine(folder) else { continue }
            if binaries.major >= oldestMajor { return binaries }
            tooOld = tooOld ?? binaries
        }
        if let tooOld { throw .serverTooOld(version: tooOld.major, folder: tooOld.folder) }
        throw .serverNotInstalled
    }

    /// Where packages put a server without naming it in PATH: Debian, Fedora, Homebrew; newest major first.
    static func installedFolders() -> [String] {
        let patterns = [
            ("/usr/lib/postgresql/", "", "/bin"), ("/usr/", "pgsql-", "/bin"),
            ("/opt/homebrew/opt/", "postgresql@", "/bin"), ("/usr/local/opt/", "postgresql@", "/bin"),
        ]
        let found = patterns.flatMap { parent, prefix, suffix in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            return names.compactMap { name -> (major: Int, folder: String)? in
                guard name.hasPrefix(prefix), let major = Int(name.dropFirst(prefix.count)) else { return nil }
                return (major, parent + name + suffix)
            }
        }
        return found.sorted { $0.major > $1.major }.map(\.folder)
    }

    private static let programs = ["postgres", "initdb", "pg_isready"]

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    /// `postgres --version` prints "postgres (PostgreSQL) 15.4 (Debian …)", or "16beta1" in place of "15.4".
    private static func examine(_ folder: String) async -> ServerBinaries? {
        let answer = await ServerCommand(executable: folder + "/postgres", arguments: ["--version"]).run()
        guard let number = answer.output.split(separator: ") ").dropFirst().first,
            let major = Int(number.prefix(while: \.isNumber))
        else { return nil }
        return ServerBinaries(folder: folder, major: major)
    }
}

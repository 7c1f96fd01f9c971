import Dispatch
import Foundation
import Logging

/// Creates the data folder, whole or not at all.
struct DataFolder {
    let location: ClusterLocation
    let logger: Logger

    /// Runs `initdb` into a folder beside the final one, and renames it when it is complete.
    ///
    /// Whoever is killed halfway leaves only a folder of the passing name, which the next start removes. The names
    /// differ, because an `initdb` whose parent was killed may still be writing into its own.
    func make() async throws(ClusterError) {
        removeDrafts()
        try setAsideIncomplete()
        guard FileStatus(location.dataFolder) == nil else { return }

        logger.info("creating a database", metadata: ["folder": "\(location.dataFolder)"])
        let draft = location.dataFolder + ".new.\(UInt32.random(in: .min ... .max))"
        let outcome = await ServerCommand(
            executable: location.binaries.path("initdb"),
            arguments: [
                "--pgdata", draft, "--username", "parklog", "--encoding", "UTF8", "--locale", Self.locale,
                "--data-checksums",
                // Whoever reaches the socket is trusted, without a password that would have to lie in a file beside
                // it: the folders are closed to all but the server's user and root, who could read the data anyway.
                // The operating system's `peer` check would say no more, and would refuse root.
                "--auth-local", "trust", "--auth-host", "reject",
            ],
            user: location.user
        ).run()
        guard outcome.succeeded else {
            throw .initialisationFailed(output: LogTail.last(of: outcome.output + outcome.errors))
        }
        try includeSettings(draft)
        guard rename(draft, location.dataFolder) == 0 else {
            throw .folderUnusable(path: location.dataFolder, reason: FileStatus.lastReason())
        }
        await makeDurable(location.clusterFolder)
    }

    /// Byte order decides the order of text, everywhere and in every release of the C library.
    #if os(Linux)
        private static let locale = "C.UTF-8"
    #else
        private static let locale = "C"
    #endif

    private func includeSettings(_ draft: String) throws(ClusterError) {
        let path = draft + "/postgresql.conf"
        guard let chosen = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .folderUnusable(path: path, reason: FileStatus.lastReason())
        }
        let file = OwnedFile(path: path, owner: location.user)
        try file.write(chosen + "\ninclude = '\(ServerSettings.fileName)'\n")
    }

    private func removeDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: location.clusterFolder)) ?? []
        for name in names where name.hasPrefix("data.new.") {
            // A draft that resists harms nobody, and the next start tries again.
            try? FileManager.default.removeItem(atPath: location.clusterFolder + "/" + name)
        }
    }

    /// A data folder without a control file never was a database; whatever made it, it is kept, under another name.
    private func setAsideIncomplete() throws(ClusterError) {
        let data = location.dataFolder
        guard FileStatus(data) != nil, FileStatus(data + "/global/pg_control") == nil else { return }
        let aside = data + ".incomplete.\(UInt32.random(in: .min ... .max))"
        guard rename(data, aside) == 0 else {
            throw .folderUnusable(path: data, reason: FileStatus.lastReason())
        }
        logger.warning("an incomplete data folder was set aside", metadata: ["folder": "\(aside)"])
    }

    /// Without this, a power failure could undo the rename and keep the contents, which the next start would remove.
    private func makeDurable(_ folder: String) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
                if descriptor >= 0 {
                    fsync(descriptor)
                    close(descriptor)
                }
                continuation.resume()
            }
        }
    }
}

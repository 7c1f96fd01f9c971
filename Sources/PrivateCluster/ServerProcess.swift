import Foundation

/// A process by its number, which the system may give to another program once the first has gone.
struct ServerProcess {
    let pid: pid_t

    /// Whether the process exists and is more than the remains of one that nobody has waited for.
    ///
    /// In a container whose first process collects no orphans, a stopped server stays as such remains for ever; they
    /// have no command line.
    var isRunning: Bool {
        if Self.hasProcessFiles { return !commandLine.isEmpty }
        return kill(pid, 0) == 0 || errno == EPERM
    }

    /// Whether this is the main server process on this data folder, and not another program with its number.
    func serves(_ dataFolder: String) async -> Bool {
        guard Self.hasProcessFiles else {
            let listing = ServerCommand(
                executable: "/bin/ps", arguments: ["-ww", "-o", "args=", "-p", String(pid)])
            return await listing.run().output.contains("postgres -D \(dataFolder)")
        }
        let words = commandLine
        guard let program = words.first?.split(separator: "/").last, program == "postgres" else { return false }
        // A server works in its data folder, wherever that was moved; the system may hide this from a root without
        // all its rights, in a container, so the argument it was started with counts as well.
        return words.contains(dataFolder) || worksIn(dataFolder)
    }

    private static let hasProcessFiles = access("/proc/self/cmdline", R_OK) == 0

    private var commandLine: [String] {
        guard let file = FileHandle(forReadingAtPath: "/proc/\(pid)/cmdline") else { return [] }
        defer { try? file.close() }
        let bytes = (try? file.readToEnd()) ?? nil
        return (bytes ?? Data()).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private func worksIn(_ folder: String) -> Bool {
        var here = stat()
        var there = stat()
        guard stat("/proc/\(pid)/cwd", &here) == 0, stat(folder, &there) == 0 else { return false }
        return here.st_dev == there.st_dev && here.st_ino == there.st_ino
    }
}

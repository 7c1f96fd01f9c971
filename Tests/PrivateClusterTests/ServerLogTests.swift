import Foundation
import Testing

@testable import PrivateCluster

extension RealServer {
    @Suite("The server's log")
    struct ServerLogTests {
        @Test("has a file a weekday, each emptied when its day comes again, and none of other weeks")
        func weekdays() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                let settings = try await project.ask(
                    first,
                    """
                    select current_setting('log_filename'), current_setting('log_rotation_age'),
                        current_setting('log_truncate_on_rotation')
                    """)
                #expect(settings == "server.%a.log|1d|on")
                await first.leave()

                let (old, recent) = (location.logFolder + "/server.Old.log", location.logFolder + "/server.New.log")
                for file in [old, recent] { try OwnedFile(path: file, owner: location.user).write("a line\n") }
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -7 * 86_400)], ofItemAtPath: old)
                await (try await project.open(location)).leave()
                #expect(!FileManager.default.fileExists(atPath: old))
                #expect(FileManager.default.fileExists(atPath: recent))
            }
        }

        @Test("of a start is one file that the next start empties; what is written later is found too")
        func starts() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let log = ServerLog(location: location)
                let ready = "database system is ready to accept connections"
                for start in 1...3 {
                    await (try await project.open(location)).leave()
                    #expect(log.words(since: .beginning).split(separator: ready).count == start + 1)
                    let started = LogTail.text(of: location.logFile, from: 0)
                    #expect(started.split(separator: "logging collector").count == 2)
                }
                #expect(!log.words(since: log.now).contains(ready))
            }
        }
    }
}

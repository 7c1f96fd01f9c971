import TestSupport
import Testing

/// Where a service listens.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct PortTests {
    @Test(arguments: ["serve", "demo"])
    func `a port is a number that there is`(_ command: String) async throws {
        for port in ["99999", "65536", "-1"] {
            let run = try await Program.run([command, "--port=\(port)"])
            #expect(run.code == 64, "\(port): \(run.errors)")
            #expect(run.errors.contains("--port must be from 0 to 65535"), "\(run.errors)")
        }
    }

    @Test(arguments: ["serve", "demo"])
    func `a port that is in use is said so, with code 69`(_ command: String) async throws {
        try await Database.with { database in
            let port = try Port()
            let run = try await Program.run([command, "--port", "\(port.number)"], database: database.url)
            port.free()
            #expect(run.code == 69, "\(run.errors)")
            #expect(run.errors.contains("Port \(port.number) is in use"), "\(run.errors)")
            #expect(run.errors.contains("--port"), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
    }

    @Test func `a port of metrics that is in use is said so, and by which option it is another`() async throws {
        try await Database.with { database in
            let port = try Port()
            let run = try await Program.run(
                ["serve", "--insecure-loopback", "--port", "0", "--metrics-port", "\(port.number)"],
                database: database.url)
            port.free()
            #expect(run.code == 69, "\(run.errors)")
            #expect(run.errors.contains("Port \(port.number) is in use"), "\(run.errors)")
            #expect(run.errors.contains("--metrics-port"), "\(run.errors)")
        }
    }
}

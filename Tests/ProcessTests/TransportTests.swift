import Chronology
import Foundation
import NIOHTTP1
import SystemTime
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// How a service is reached, as an operator says it.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct TransportTests {
    /// Files with a certificate of this machine.
    private struct Pair {
        let certificate: String
        let key: String

        init(_ files: Files) {
            (certificate, key) = (files.path("certificate.pem"), files.path("key.pem"))
        }

        var options: [String] { ["--tls-certificate", certificate, "--tls-key", key] }

        /// Puts a new certificate there that began yesterday.
        @discardableResult
        func put(days: Int64 = 90) throws -> TestCertificate {
            let from = systemClock() - .days(2)
            let new = try TestCertificate(from: from, until: from + .days(days))
            try new.write(certificate: certificate, key: key)
            return new
        }
    }

    /// Starts a service and lends its port of TLS.
    private func serve(
        _ pair: Pair, _ more: [String] = [], _ body: (Run, Int) async throws -> Void
    ) async throws {
        try await Database.with { database in
            let run = try Program.start(
                ["serve", "--port", "0", "--host", "0.0.0.0"] + pair.options + more, database: database.url)
            defer { run.signal(SIGKILL) }
            var port: Int?
            try await until {
                try #require(run.isRunning, "\(run.errors)")
                port = run.output.firstMatch(of: /listens on https:\/\/0\.0\.0\.0:([0-9]+)/).flatMap { Int($0.1) }
                return port != nil
            }
            try await body(run, try #require(port))
            run.signal(SIGTERM)
            #expect(await run.end() == 0, "\(run.errors)")
        }
    }

    private func live(_ port: Int, believing certificate: TestCertificate) async throws -> SecureClient.Answer {
        try await SecureClient.with(believing: certificate, address: "https://localhost:\(port)") {
            try await $0.get("/health/live")
        }
    }

    @Test func `a service is reached by TLS, and takes a new certificate without a restart`() async throws {
        try await Files.with { files in
            let pair = Pair(files)
            let first = try pair.put()
            try await serve(pair) { run, port in
                let answer = try await live(port, believing: first)
                #expect(answer.status == 200 && answer.version == .http2)
                let second = try pair.put()
                try await until { (try? await live(port, believing: second))?.status == 200 }
                // A key of another certificate is told of, and changes nothing.
                let third = try TestCertificate(from: systemClock(), until: systemClock() + .days(1))
                try third.write(certificate: files.path("other.pem"), key: pair.key)
                try await until { run.errors.contains("does not belong to the certificate") }
                #expect(try await live(port, believing: second).status == 200)
            }
        }
    }

    @Test func `a certificate that has ended is served with, warned of, and seen by who watches`() async throws {
        try await Files.with { files in
            let pair = Pair(files)
            try pair.put(days: 1)
            try await serve(pair, ["--metrics-port", "0"]) { run, _ in
                #expect(run.errors.contains("has ended"), "\(run.errors)")
                var address: URL?
                try await until {
                    address = run.output.firstMatch(of: /metrics are at (http:\/\/127\.0\.0\.1:[0-9]+\/metrics)/)
                        .flatMap { URL(string: String($0.1)) }
                    return address != nil
                }
                let (data, _) = try await URLSession.shared.data(from: try #require(address))
                let left = try #require(
                    String(decoding: data, as: UTF8.self).firstMatch(
                        of: /\nparklog_certificate_seconds_left (-[0-9]+)\n/))
                #expect(try #require(Int(left.1)) <= -86_400)
            }
        }
    }

    @Test func `with files that cannot be served with it does not start, and says why`() async throws {
        try await Files.with { files in
            let pair = Pair(files)
            try pair.put()
            let text = try files.write("text", "text")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: text)
            let other = try TestCertificate(from: systemClock(), until: systemClock() + .days(1))
            try other.write(certificate: files.path("other.pem"), key: files.path("other-key.pem"))
            let open = files.path("open.pem")
            try FileManager.default.copyItem(atPath: pair.key, toPath: open)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
            for (certificate, key, sentence) in [
                (pair.certificate, files.path("none"), "There is no private key"),
                (files.path("none"), pair.key, "There is no certificate"), (text, pair.key, "no certificate in PEM"),
                (pair.certificate, text, "no private key in PEM"), (pair.certificate, open, "chmod 600"),
                (pair.certificate, files.path("other-key.pem"), "does not belong to the certificate"),
            ] {
                let run = try await Program.run(["serve", "--tls-certificate", certificate, "--tls-key", key])
                #expect(run.code == 65 && run.errors.contains(sentence), "\(run.errors)")
            }
        }
    }

    @Test(arguments: [
        (["--tls-certificate", "a"], "go together"), (["--tls-key", "a"], "go together"),
        (["--host", "0.0.0.0"], "tokens must not cross a network"),
        (["--insecure-loopback", "--tls-certificate", "a", "--tls-key", "b"], "this machine alone"),
        (["--insecure-loopback", "--trusted-proxy", "10.0.0.1"], "this machine alone"),
        (["--trusted-proxy", "nonsense"], "--trusted-proxy"),
        (["--requests-per-second", "0"], "--requests-per-second must be from 1"),
        (["--burst", "1000001"], "--burst must be from 1"),
    ])
    func `what would let tokens be read on the way is refused`(options: [String], sentence: String) async throws {
        let run = try await Program.run(["serve"] + options)
        #expect(run.code == 64 && run.errors.contains(sentence), "\(run.errors)")
    }

    @Test func `an address that this machine has not is said so`() async throws {
        try await Files.with { files in
            let pair = Pair(files)
            try pair.put()
            try await Database.with { database in
                let run = try await Program.run(
                    ["serve", "--port", "0", "--host", "192.0.2.1"] + pair.options, database: database.url)
                #expect(
                    run.code == 69 && run.errors.contains("192.0.2.1 is no address of this machine"), "\(run.errors)")
            }
        }
    }
}

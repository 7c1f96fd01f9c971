import Chronology
import Foundation
import TestSupport

@testable import HTTPAPI

/// A folder with a certificate and a key that a test may change, for as long as a body takes.
struct TestFiles: Sendable {
    let files: CertificateFiles
    let clock: SettableClock
    let log = LogLines()

    static let now = Instant("2026-03-02T08:00:00Z")!

    static func with(_ body: (TestFiles) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "parklog-certificate-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = CertificateFiles(certificate: folder + "/certificate.pem", key: folder + "/key.pem")
        try await body(TestFiles(files: files, clock: SettableClock(now)))
    }

    /// Puts a new certificate and its key there.
    @discardableResult
    func put(from: Instant = now - .days(1), days: Int64 = 90) throws -> TestCertificate {
        let certificate = try TestCertificate(from: from, until: from + .days(days))
        try certificate.write(certificate: files.certificate, key: files.key)
        return certificate
    }

    func write(_ text: String, to path: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func watch() throws -> CertificateWatch {
        try CertificateWatch(files, clock: clock.reading, logger: log.logger)
    }

    /// The warnings that were logged since the start.
    var warnings: [String] { log.all.filter { $0.hasPrefix("warning") } }
}

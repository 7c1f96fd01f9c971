import Chronology
import Foundation
import TestSupport
import Testing

@testable import HTTPAPI

/// Certificate and key by file: what is refused at the start, and kept out while serving.
@Suite struct CertificateWatchTests {
    @Test func `a certificate and its key are served with, and nothing is said`() async throws {
        try await TestFiles.with { test in
            try test.put()
            let watch = try test.watch()
            await watch.look()
            #expect(watch.left == .days(89))
            #expect(test.log.all.isEmpty)
        }
    }

    /// What may be wrong with the files, and what is said of it.
    enum Fault: String, CaseIterable {
        case noCertificate = "There is no certificate in"
        case certificateIsText = "is no certificate in PEM"
        case noKey = "There is no private key in"
        case keyIsText = "is no private key in PEM"
        case keyIsCertificate = "is no private key in PEM without a password"
        case keyForOthers = "chmod 600"
        case anotherKey = "does not belong to the certificate"
        case folder = "cannot be read"

        func put(in test: TestFiles) throws {
            switch self {
            case .noCertificate: try FileManager.default.removeItem(atPath: test.files.certificate)
            case .certificateIsText: try test.write("a certificate", to: test.files.certificate)
            case .noKey: try FileManager.default.removeItem(atPath: test.files.key)
            case .keyIsText: try test.write("a key", to: test.files.key)
            case .keyIsCertificate:
                try test.write(String(contentsOfFile: test.files.certificate, encoding: .utf8), to: test.files.key)
            case .keyForOthers:
                try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: test.files.key)
            case .anotherKey:
                try test.write(
                    TestCertificate(from: TestFiles.now, until: TestFiles.now + .days(1)).key, to: test.files.key)
            case .folder:
                try FileManager.default.removeItem(atPath: test.files.key)
                try FileManager.default.createDirectory(
                    atPath: test.files.key, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `with wrong files the service does not start, and says what is wrong`(fault: Fault) async throws {
        try await TestFiles.with { test in
            try test.put()
            try fault.put(in: test)
            let error = try #require(throws: CertificateError.self) { try test.watch() }
            #expect(error.sentence.contains(fault.rawValue))
        }
    }

    @Test(arguments: Fault.allCases)
    func `while serving, wrong files are told once, and the certificate before stays in use`(fault: Fault)
        async throws
    {
        try await TestFiles.with { test in
            try test.put()
            let watch = try test.watch()
            let before = watch.left
            try fault.put(in: test)
            await watch.look()
            await watch.look()
            #expect(watch.left == before)
            #expect(test.warnings.count == 1)
            #expect(test.warnings.first?.contains(fault.rawValue) == true, "\(test.warnings)")
            // What is right again is taken without a word of the fault.
            try test.put(days: 30)
            await watch.look()
            #expect(watch.left == .days(29))
            #expect(test.warnings.count == 1)
        }
    }

    @Test func `a new certificate is taken when its files are there`() async throws {
        try await TestFiles.with { test in
            try test.put(days: 3)
            let watch = try test.watch()
            try test.put(days: 90)
            await watch.look()
            #expect(watch.left == .days(89))
            #expect(test.log.all.contains { $0.contains("a new certificate is in use") })
        }
    }

    @Test func `one that has ended takes no place of one that holds, and any takes the place of one that has ended`()
        async throws
    {
        try await TestFiles.with { test in
            try test.put(days: 90)
            let watch = try test.watch()
            try test.put(from: TestFiles.now - .days(10), days: 5)
            await watch.look()
            #expect(watch.left == .days(89))
            #expect(test.warnings.first?.contains("not for now; get a new one") == true)
            test.clock.set(TestFiles.now + .days(100))
            await watch.look()
            #expect(watch.left < .zero)
        }
    }

    @Test func `one that ends while it serves is told of each day, before and after, and goes on`() async throws {
        try await TestFiles.with { test in
            try test.put(from: TestFiles.now - .days(1), days: 11)
            let watch = try test.watch()
            #expect(test.warnings.count == 1, "ten days are left")
            for hours in 1...25 {
                test.clock.set(TestFiles.now + .hours(Int64(hours)))
                await watch.look()
            }
            #expect(test.warnings.count == 2, "\(test.warnings)")
            test.clock.set(TestFiles.now + .days(10) + .seconds(5))
            await watch.look()
            #expect(test.warnings.last?.contains("has ended") == true)
            #expect(watch.left == .seconds(-5))
            let told = test.warnings.count
            await watch.look()
            #expect(test.warnings.count == told)
        }
    }

    @Test func `one that has ended already is served with, and told of at the start`() async throws {
        try await TestFiles.with { test in
            try test.put(from: TestFiles.now - .days(10), days: 5)
            _ = try test.watch()
            #expect(test.warnings.first?.contains("has ended") == true)
        }
    }
}

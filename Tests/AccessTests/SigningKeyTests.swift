import Access
import Foundation
import Testing

/// The private half of the installation's key.
@Suite struct SigningKeyTests {
    private let path = NSTemporaryDirectory() + "parklog-key-\(UInt64.random(in: 0 ... .max))"

    @Test func `a key is kept in a file that only its owner may read`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let key = SigningKey()
        try key.save(to: path)
        #expect(try SigningKey(file: path).id == key.id)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: SigningKeyError.exists(path)) { try key.save(to: path) }
    }

    @Test(arguments: [0o640, 0o604, 0o666, 0o601])
    func `a key that others may read is refused`(mode: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try SigningKey().save(to: path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(throws: SigningKeyError.open(path)) { try SigningKey(file: path) }
    }

    @Test func `a key behind a link is the file's that the link names`() throws {
        let link = path + "-link"
        defer { for file in [path, link] { try? FileManager.default.removeItem(atPath: file) } }
        let key = SigningKey()
        try key.save(to: path)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try SigningKey(file: link).id == key.id)
        // Nothing is written through one.
        #expect(throws: SigningKeyError.exists(link)) { try key.save(to: link) }
    }

    @Test func `what is no key is refused`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: SigningKeyError.missing(path)) { try SigningKey(file: path) }
        _ = FileManager.default.createFile(
            atPath: path, contents: Data("no key".utf8), attributes: [.posixPermissions: 0o600])
        #expect(throws: SigningKeyError.unreadable(path)) { try SigningKey(file: path) }
    }
}

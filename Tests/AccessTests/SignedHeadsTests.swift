import Access
import Chronology
import EventLog
import Foundation
import Testing

/// The last events of all garages, signed.
struct SignedHeadsTests {
    private let key = InstallationKey()
    private let heads = [
        "mitte": SignedHeads.Head(version: 7, hash: EventHash(bytes: Array(repeating: 10, count: 32))!),
        "ost": SignedHeads.Head(version: 1, hash: .zero),
    ]

    @Test func `what is signed is read again by the public half`() throws {
        let signed = try SignedHeads(heads, madeAt: Instant(microseconds: 5), by: key)
        let read = try SignedHeads(
            json: signed.json, keys: try #require(InstallationKeys(json: Array(key.publicKey.utf8))))
        #expect(read == signed)
        #expect(read.heads == heads && read.madeAt == Instant(microseconds: 5))
        #expect(signed.text.hasPrefix("parklog-heads 1 5\n7 0a0a"))
    }

    @Test func `any byte that is changed is noticed`() throws {
        let keys = try #require(InstallationKeys(json: Array(key.publicKey.utf8)))
        let json = try SignedHeads(heads, madeAt: Instant(microseconds: 5), by: key).json
        for place in json.indices {
            var changed = json
            changed[place] ^= 1
            // White space, or the case of a name, may be another and the heads still the same.
            if let read = try? SignedHeads(json: changed, keys: keys) {
                #expect(read.heads == heads)
            }
        }
    }

    @Test func `another installation's heads are refused`() throws {
        let signed = try SignedHeads(heads, madeAt: Instant(microseconds: 5), by: key)
        let others = try #require(InstallationKeys(json: Array(InstallationKey().publicKey.utf8)))
        #expect(throws: SignedHeadsError.unknownKey(key.id)) { try SignedHeads(json: signed.json, keys: others) }
        #expect(throws: SignedHeadsError.unreadable) { try SignedHeads(json: Array("{}".utf8), keys: others) }
    }
}

@testable import Access
import Chronology
import Crypto
import Foundation
import Money
import Parking
import Tariffs
import Testing

/// Copies for gates, and the keys by which a gate tells them from any other file.
@Suite struct SignedCopyTests {
    private static let zone = ZoneRules(name: "Europe/Berlin", version: "1", offset: 3600, changes: [])
    private static let zones: ZoneLookup = { $0 == "Europe/Berlin" ? zone : nil }
    private let path = NSTemporaryDirectory() + "parklog-copy-key-\(UInt64.random(in: 0 ... .max))"

    private func copy() throws -> GateCopy {
        let settings = GarageSettings(
            name: "Mitte", zone: Self.zone, currency: Currency(code: "EUR")!, capacity: 5,
            gates: [Gate(id: GateID("north")!, lane: .both)])
        var garage = Garage()
        let (now, plate) = (Instant("2026-03-02T06:00:00Z")!, PlateID(bytes: Array(repeating: 7, count: 16))!)
        for event in [
            GarageEvent.garageConfigured(.init(settings)),
            .dayReserved(.init(plate: plate, day: LocalDay("2026-03-02")!, holder: .member)),
        ] {
            garage.evolve(
                RecordedEvent(version: garage.version + 1, occurredAt: now, recordedAt: now, event: event))
        }
        return try GateCopy(
            of: garage, named: GarageID("mitte")!, on: LocalDay("2026-03-02")!, generation: 2,
            plates: [plate: Plate("M-AB 1")!], at: now)
    }

    private func keys(_ keys: InstallationKey...) throws -> InstallationKeys {
        try #require(
            InstallationKeys(json: Array(#"{"keys": [\#(keys.map(\.publicKey).joined(separator: ","))]}"#.utf8)))
    }

    @Test func `a copy that was signed is opened by the public half of its key alone`() throws {
        let (key, copy) = (InstallationKey(), try copy())
        let signed = try SignedCopy.sign(copy, by: key)
        #expect(try SignedCopy.open(signed, keys: keys(InstallationKey(), key), zones: Self.zones) == copy)
        #expect(try SignedCopy.open(signed + [13, 10], keys: keys(key), zones: Self.zones) == copy)
        let single = try #require(InstallationKeys(json: Array(key.publicKey.utf8)))
        #expect(try SignedCopy.open(signed, keys: single, zones: Self.zones) == copy)
        #expect(throws: GateCopyProblem.unknownKey(key.id)) {
            try SignedCopy.open(signed, keys: keys(InstallationKey()), zones: Self.zones)
        }
    }

    @Test func `a copy in which any byte is another is not opened`() throws {
        let key = InstallationKey()
        let (signed, keys) = (try SignedCopy.sign(copy(), by: key), try keys(key))
        for place in signed.indices {
            for other in [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "."), 0, 255] where other != signed[place]
            {
                var altered = signed
                altered[place] = other
                #expect(throws: GateCopyProblem.self, "byte \(place) is \(other)") {
                    try SignedCopy.open(altered, keys: keys, zones: Self.zones)
                }
            }
        }
        for length in stride(from: 0, to: signed.count, by: 7) {
            #expect(throws: GateCopyProblem.self) {
                try SignedCopy.open(Array(signed.prefix(length)), keys: keys, zones: Self.zones)
            }
        }
    }

    @Test func `what another key has signed under the name of a known one is altered`() throws {
        let (key, thief) = (InstallationKey(), InstallationKey())
        let parts = try [key, thief].map { try SignedCopy.sign(copy(), by: $0).split(separator: UInt8(ascii: ".")) }
        let forged = Array((Array(parts[0][0]) + [46]) + Array(parts[1][1]) + [46] + Array(parts[1][2]))
        #expect(throws: GateCopyProblem.altered) {
            try SignedCopy.open(forged, keys: keys(key), zones: Self.zones)
        }
    }

    @Test func `what the key has signed for another end, or nobody has signed, is no copy`() throws {
        let key = InstallationKey()
        func text(_ header: String) throws -> [UInt8] {
            let signed = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(try copy().json)
            let signature = try key.key.signature(for: Data(signed.utf8))
            return Array((signed + "." + Base64URL.text(Array(signature))).utf8)
        }
        let good = #"{"alg": "EdDSA", "kid": "\#(key.id)", "typ": "parklog-copy"}"#
        _ = try SignedCopy.open(text(good), keys: keys(key), zones: Self.zones)
        for header in [
            good.replacing("parklog-copy", with: "JWT"), good.replacing("EdDSA", with: "none"), "{}", "no header",
        ] {
            #expect(throws: GateCopyProblem.malformed) {
                try SignedCopy.open(text(header), keys: keys(key), zones: Self.zones)
            }
        }
        #expect(throws: GateCopyProblem.malformed) { try SignedCopy.open([], keys: keys(key), zones: Self.zones) }
    }

    @Test func `bytes are spelled as others spell them, and read back from no other spelling`() throws {
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
            let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
            #expect(Base64URL.text(bytes) == expected)
            #expect(Base64URL.bytes(expected) == bytes)
        }
        for text in ["A", "AB", "AAB", "A=", "AA==", "A+", "A/", "Ä", " AA"] { #expect(Base64URL.bytes(text) == nil) }
    }

    @Test func `a key for copies is kept in a file that only its owner may read`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: InstallationKeyError.missing(path)) { try InstallationKey(file: path) }
        let key = InstallationKey()
        try key.save(to: path)
        #expect(try InstallationKey(file: path).publicKey == key.publicKey)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: InstallationKeyError.exists(path)) { try key.save(to: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: InstallationKeyError.open(path)) { try InstallationKey(file: path) }
    }

    @Test func `what is no key is none`() {
        for text in ["", "[]", "{}", #"{"keys": []}"#, #"{"keys": [{"kty": "RSA"}]}"#, SigningKey().publicKey] {
            #expect(InstallationKeys(json: Array(text.utf8)) == nil, "\(text)")
        }
    }
}

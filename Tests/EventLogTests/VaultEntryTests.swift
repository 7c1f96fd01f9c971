import EventLog
import Testing

@Suite struct `A vault's entry` {
    private let entry: VaultEntry

    init() {
        var random = SystemRandomNumberGenerator()
        entry = VaultEntry(plate: "B-AB 123", using: &random)
    }

    @Test func `is genuine as it was made`() {
        #expect(entry.isGenuine)
        #expect(entry.plateID.count == 16)
        #expect(entry.salt.count == 16)
    }

    @Test func `is no longer genuine with another plate, salt or id`() {
        var salt = entry.salt
        salt[15] ^= 1
        var id = entry.plateID
        id[0] ^= 1
        let forged = [
            VaultEntry(plateID: entry.plateID, plate: "B-AB 124", salt: entry.salt),
            VaultEntry(plateID: entry.plateID, plate: entry.plate, salt: salt),
            VaultEntry(plateID: id, plate: entry.plate, salt: entry.salt),
            VaultEntry(plateID: [], plate: entry.plate, salt: entry.salt),
        ]
        for entry in forged { #expect(!entry.isGenuine, "\(entry)") }
    }

    @Test func `of the same plate has another id in another vault`() {
        var random = SystemRandomNumberGenerator()
        let other = VaultEntry(plate: entry.plate, using: &random)
        #expect(other.plateID != entry.plateID)
    }

    @Test func `has the id that its description says`() {
        let known = VaultEntry(
            plateID: [UInt8](hex: "080381cc4bf3866d862fe74d2efb3a52"), plate: "B-AB 123", salt: Array(0..<16))
        #expect(known.isGenuine)
    }
}

extension [UInt8] {
    fileprivate init(hex: String) {
        self = stride(from: 0, to: hex.count, by: 2).compactMap { start in
            UInt8(hex.dropFirst(start).prefix(2), radix: 16)
        }
    }
}

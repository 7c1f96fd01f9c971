import Crypto

/// A plate in the vault, and what events call it.
public struct VaultEntry: Hashable, Sendable {
    /// The first 16 bytes of SHA-256(salt ‖ plate).
    public let plateID: [UInt8]
    /// The normalised plate.
    public let plate: String
    /// 16 random bytes.
    public let salt: [UInt8]

    /// An entry that was stored.
    public init(plateID: [UInt8], plate: String, salt: [UInt8]) {
        self.plateID = plateID
        self.plate = plate
        self.salt = salt
    }

    /// A new entry for a plate, under a salt of its own.
    public init(plate: String, using generator: inout some RandomNumberGenerator) {
        // By words: the system is asked for each number that it draws.
        let words = [generator.next(), generator.next()]
        let salt = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        self.init(plateID: VaultEntry.identify(plate, salt), plate: plate, salt: salt)
    }

    /// Whether the plate and the salt are those that the id was made of; a forged row is not.
    public var isGenuine: Bool { VaultEntry.identify(plate, salt) == plateID }

    private static func identify(_ plate: String, _ salt: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: salt + Array(plate.utf8)).prefix(16))
    }
}

/// Plates of a garage whose entries somebody wants.
public struct VaultQuestion: Sendable {
    /// The garage.
    public let garage: String
    /// The plates, as their characters.
    public let plates: [String]

    /// A question.
    public init(garage: String, plates: [String]) {
        self.garage = garage
        self.plates = plates
    }
}

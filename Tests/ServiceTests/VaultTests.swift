import EventLog
import Parking
import TestSupport
import Testing

@testable import Hosting

/// The plates that a host remembers, so that it need not ask for each of them again.
@Suite struct VaultTests {
    private func entries(_ numbers: ClosedRange<Int>) -> [VaultEntry] {
        var random = Seeded(1)
        return numbers.map { VaultEntry(plate: "AB\($0)", using: &random) }
    }

    @Test func `plates that were looked up for the commands at hand are known, however many there are`() {
        var vault = Vault()
        vault.most = 3
        vault.learn(entries(1...3))
        vault.makeRoom()
        let atHand = (1...9).map { Plate("AB\($0)")! }
        #expect(vault.unknown(among: atHand) == Set(atHand[3...]))
        vault.learn(entries(4...9))
        #expect(vault.unknown(among: atHand) == [])
        // For the next ones there are too many.
        vault.makeRoom()
        #expect(vault.unknown(among: atHand) == Set(atHand))
    }
}

import TestSupport
import Parking
import JSON
import Tariffs
import Testing

/// Example cards with bytes changed.
@Suite struct CardFuzzTests {
    @Test func `a spoiled card is refused, or is a card that reads back as it was written`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        var (accepted, refused) = (0, 0)
        for (name, json) in try Documents.cards() {
            for index in 0..<400 {
                var bytes = json
                for _ in 0...Int.random(in: 0...2, using: &random) { spoil(&bytes, &random) }
                guard let document = try? RateCardDocument(json: bytes) else {
                    refused += 1
                    continue
                }
                accepted += 1
                try? document.rateCard.validate()
                #expect(try RateCardDocument(json: document.json) == document, "seed \(seed), \(name), \(index)")
            }
        }
        #expect(accepted > 50 && refused > 50, "the run must meet both: \(accepted) accepted, \(refused) refused")
    }

    private func spoil(_ bytes: inout [UInt8], _ random: inout Seeded) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        let rest = bytes.count - place
        switch Int.random(in: 0...6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = Array("0123456789-.:\"{}[], azT#\\".utf8).randomElement(using: &random)!
        case 2: bytes.insert(Array("0123456789-\"{}[],".utf8).randomElement(using: &random)!, at: place)
        case 3: bytes.removeSubrange(place..<place + Int.random(in: 1...min(rest, 30), using: &random))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let length = Int.random(in: 1...min(rest, 200), using: &random)
            bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        default: bytes.swapAt(place, bytes.indices.randomElement(using: &random)!)
        }
    }
}

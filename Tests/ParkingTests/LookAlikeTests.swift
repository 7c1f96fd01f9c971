import Parking
import TestSupport
import Testing

/// What a garage may forgive a camera (design rule 8).
@Suite struct LookAlikeTests {
    /// Every choice of what to fold.
    static let foldings: [Set<PlateFolding>] = (0..<8).map { bits in
        Set(PlateFolding.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
    }

    static let alike: [(String, String, Set<PlateFolding>)] = [
        ("B-OO 100", "B-0O 100", []), ("B-OO 100", "B-OD 100", []), ("DQ 1", "0Q 1", []), ("O 1", "Q 1", []),
        ("I 1", "1 1", []), ("Z 9", "29", []), ("S 9", "59", []), ("B 9", "89", []), ("G 9", "69", []),
        ("MÜ A 1", "MU A 1", [.accents]), ("ÅØĐŁÉŞ", "AODLES", [.accents]), ("ÄO 1", "A0 1", [.accents]),
        ("А123ВС77", "A123BC77", [.cyrillic]), ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", [.cyrillic]),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", [.greek]), ("ΑΒΕ", "АВЕ", [.greek, .cyrillic]),
        ("О123ВС77", "0123BC77", [.cyrillic]), ("Ё 1", "E 1", [.cyrillic, .accents]), ("Ё 1", "Ë 1", [.cyrillic]),
    ]

    @Test(arguments: alike) func `plates that a camera may confuse look alike where the garage says so`(
        one: String, other: String, folding: Set<PlateFolding>
    ) throws {
        let (one, other) = (try #require(Plate(one)), try #require(Plate(other)))
        #expect(one.isLookAlike(of: other, folding: folding))
        #expect(other.isLookAlike(of: one, folding: folding))
        #expect(one.likeness == other.likeness)
        #expect(one != other)
    }

    static let apart: [(String, String, Set<PlateFolding>)] = [
        ("B-OO 100", "B-00 100", []), ("B 1", "B1 1", []), ("B 1", "C 1", []), ("O 1", "I 1", []), ("A 1", "A 1", []),
        ("MÜ 1", "MU 1", [.cyrillic, .greek]), ("АВ 1", "AB 1", [.accents, .greek]), ("ΑΒ 1", "AB 1", [.accents]),
        ("Æ 1", "A 1", [.accents]), ("Й 1", "И 1", [.accents, .cyrillic]), ("О 1", "0 1", []), ("Ö 1", "0 1", []),
        ("Ё 1", "E 1", [.cyrillic]), ("B-8O 1", "8-BO 1", []), ("B NO 1234", "BN O 1234", []),
    ]

    @Test(arguments: apart) func `plates that differ more than the garage forgives do not, nor does a plate its own`(
        one: String, other: String, folding: Set<PlateFolding>
    ) throws {
        let (one, other) = (try #require(Plate(one)), try #require(Plate(other)))
        #expect(!one.isLookAlike(of: other, folding: folding))
        #expect(!other.isLookAlike(of: one, folding: folding))
    }

    @Test func `the looked-up likeness finds every plate that looks alike, whatever is folded`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        let characters = Array("0OODQ1I2Z5S8B6GAÄÖØĐĦİẼАВОІЅЁЇҮΑΒΟΙΖ7K".unicodeScalars)
        var alike = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...3, using: &random)
            func draw() -> Plate? {
                var text = ""
                for _ in 0..<length { text.unicodeScalars.append(characters.randomElement(using: &random)!) }
                return Plate(text)
            }
            guard let one = draw(), let other = draw() else { continue }
            for folding in Self.foldings where one.isLookAlike(of: other, folding: folding) {
                alike += 1
                #expect(one.likeness == other.likeness, "seed \(seed)")
                #expect(other.isLookAlike(of: one, folding: folding), "seed \(seed)")
                #expect(one != other, "seed \(seed)")
            }
        }
        #expect(alike > 1_000)
    }

    @Test func `every letter's likeness is that of the letters it folds to`() {
        let letters = [UInt32](0..<0x600) + [UInt32](0x1E00..<0x2000)
        let plates = letters.compactMap(Unicode.Scalar.init).compactMap { Plate(String($0)) }
        let latin = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".compactMap { Plate(String($0)) }
        for plate in Set(plates) {
            for letter in latin {
                for folding in Self.foldings where plate.isLookAlike(of: letter, folding: folding) {
                    #expect(plate.likeness == letter.likeness)
                }
            }
        }
    }

    @Test func `settings call the foldings by these names`() {
        #expect(PlateFolding.allCases.map(\.rawValue) == ["accents", "cyrillic", "greek"])
    }
}

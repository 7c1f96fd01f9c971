import Foundation
import Parking
import TestSupport
import Testing

/// One plate, one form, whoever types it and wherever it was composed.
@Suite struct PlateFormTests {
    private func bytes(_ text: String) -> [UInt8]? { Plate(text).map { Array($0.characters.utf8) } }

    /// The same text as systems put it together differently.
    private func spellings(_ text: String) -> [String] {
        [
            text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCanonicalMapping,
            text.decomposedStringWithCompatibilityMapping, text.precomposedStringWithCompatibilityMapping,
        ]
    }

    static let forms: [(String, String)] = [
        ("\u{C5} 12", "\u{C5}12"), ("\u{212B} 12", "\u{C5}12"), ("A\u{30A} 12", "\u{C5}12"),
        ("a\u{30A} 12", "\u{C5}12"), ("o\u{308} 1", "Ö1"), ("A\u{308}O\u{308}U\u{308}", "ÄÖÜ"), ("E\u{301}1", "É1"),
        ("\u{212A} 1", "K1"), ("12가 3456", "12가3456"), ("12\u{1100}\u{1161} 3456", "12가3456"),
        ("\u{1112}\u{1161}\u{11AB}", "한"), ("하\u{11AB}", "한"), ("ㅎㅏ 1", "하1"), ("\u{FFBE}\u{FFC2} 1", "하1"),
        ("ＡＢ　１２", "AB12"), ("ａｂ－１２", "AB12"), ("Ａ．Ｂ．１", "AB1"), ("ﬃ1", "FFI1"), ("Ⅷ1", "VIII1"), ("𝐁𝟏", "B1"),
        ("\u{663}\u{664}\u{665}", "345"), ("\u{6F3}\u{6F4}\u{6F5}", "345"), ("१२३", "123"), ("AB \u{1E950}", "AB0"),
        ("\u{627}\u{654} \u{628} \u{661}", "\u{623}\u{628}1"), ("\u{FE8F}1", "\u{628}1"), ("ｶﾞ1", "ガ1"),
        ("か\u{3099}1", "が1"), ("品川 500 さ ・・12", "品川500さ12"),
        ("京A‧1", "京A1"), ("京A•1", "京A1"), ("京A∙1", "京A1"), ("京A・1", "京A1"), ("京A･1", "京A1"),
        ("B1\u{FE0F}", "B1"), ("A\u{200D}1", "A1"), ("\u{202E}A1", "A1"), ("\u{FEFF}A\u{200B}1\u{AD}", "A1"),
        ("A\u{E0101}1", "A1"), ("A\u{34F}\u{308}1", "Ä1"), ("B\u{2009}1\u{3000}2\u{2212}3\u{2014}4", "B1234"),
        ("e\u{302}\u{323}", "Ệ"), ("e\u{323}\u{302}", "Ệ"), ("\u{1EC7}", "Ệ"),
        ("ß", "SS"), ("ẞ", "SS"), ("ŉ1", "\u{2BC}N1"), ("ı", "I"), ("i\u{307}", "İ"), ("İ", "İ"), ("ς", "Σ"),
        ("ǆ", "DŽ"), ("ᾴ", "ΆΙ"), ("α\u{345}\u{301}", "ΆΙ"), ("Ω\u{2126}", "ΩΩ"),
        ("กรุงเทพ 1", "กรุงเทพ1"), ("เชียงใหม่ ๑", "เชียงใหม่1"), ("बा १ ख", "बा1ख"), ("ঢাকা মেট্রো ১", "ঢাকামেট্রো1"),
        ("\u{958}1", "\u{915}\u{93C}1"), ("ক\u{9C7}\u{9BE}", "ক\u{9CB}"), ("\u{F900}1", "\u{8C48}1"),
        ("가\u{11A7}", "가\u{11A7}"), ("\u{1113}\u{1161}", "\u{1113}\u{1161}"),
        ("\u{627}\u{65B}\u{654}", "\u{627}\u{65B}\u{654}"),
        (String(repeating: "e\u{302}\u{323}", count: 16), String(repeating: "Ệ", count: 16)),
    ]

    @Test(arguments: forms) func `however it was typed, a plate has one form`(reading: String, plate: String) {
        #expect(bytes(reading) == Array(plate.utf8))
    }

    static let none = [
        "\u{301}", "\u{345}1", "กe\u{301}\u{301}", "J\u{30C}", "ΐ", "1\u{301}", "\u{E31}1", "\u{9BE}", "\u{FF9E}1",
        "\u{37A}", "1\u{FE0F}\u{20E3}", "A1\u{20DD}", "²", "½", "①", "Ⓐ", "🅰", "🄰", "™", "㎏", "№1", "A\u{2028}1",
        "A\u{7F}1", "A。1", "\u{AD}", "\u{200D}\u{200B}", "\u{FFA0}", "A=\u{338}", "\u{E000}", "\u{FFFF}", "\u{1F1E9}",
        "A" + String(repeating: "\u{301}", count: 100_000), String(repeating: "e\u{302}\u{323}", count: 17),
        String(repeating: "\u{FDFA}", count: 2),
    ]

    @Test(arguments: none) func `symbols, and accents without a letter, are no plate's`(reading: String) {
        #expect(Plate(reading) == nil)
    }

    @Test func `every character of Unicode has the form that Foundation gives it`() {
        let others = PlateOracle.all.filter { scalar in
            // Ideographs and syllables are many, and begin a plate like any letter.
            let texts = scalar.properties.isIdeographic || ("가"..."힣").contains(scalar) ? [""] : ["", "X"]
            return texts.contains { before in
                let text = before + String(scalar)
                return bytes(text) != PlateOracle.characters(of: text).map { Array($0.utf8) }
            }
        }
        #expect(others == [])
    }

    @Test func `every letter has one form however it is put together, and that form is its own`() {
        let others = PlateOracle.all.filter { scalar in
            guard PlateOracle.isRead(scalar), !PlateOracle.isDropped(scalar) else { return false }
            let text = "X\(scalar)"
            let plate = bytes(text)
            let forms =
                spellings(text).filter { !$0.utf8.elementsEqual(text.utf8) }
                + (plate.map { [String(decoding: $0, as: UTF8.self)] } ?? [])
            return forms.contains { bytes($0) != plate }
        }
        #expect(others == [])
    }

    @Test func `what is no letter, digit, mark or separator is refused, and so is what Unicode added later`() {
        let taken = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter { scalar in
            Plate("A\(scalar)1") != nil && !(PlateOracle.knows(scalar) && PlateOracle.isRead(scalar))
                && !PlateOracle.isDropped(scalar)
        }
        #expect(taken == [])
    }

    @Test func `letters and marks in any order have one form, and the form that Foundation gives them`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        // Foundation takes four of the old Korean letters for the modern ones beside them.
        let misread: [Unicode.Scalar] = ["\u{1113}", "\u{1176}", "\u{11A7}", "\u{11C3}"]
        // It also composes what stands behind U+FFFF as if it were the letter 65,536 places before.
        let letters = PlateOracle.all.filter {
            PlateOracle.isRead($0) && !misread.contains($0) && $0.value <= 0xFFFF
        }
        let some = letters.filter { $0.value < 0x3400 }
        let accents = (UInt32(0x300)...0x345).compactMap(Unicode.Scalar.init)
        let dropped = Array(" -.\u{200D}\u{34F}\u{FE0F}\u{3164}".unicodeScalars)
        var plates = 0
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let letter = String((random.chance(90) ? some : letters).randomElement(using: &random)!)
                var parts = Array((random.chance(50) ? letter : spellings(letter)[0]).unicodeScalars)
                if parts.count > 1, random.chance(50) { parts[1...].shuffle(using: &random) }
                if random.chance(10) { parts.append(accents.randomElement(using: &random)!) }
                if random.chance(10) { parts.insert(dropped.randomElement(using: &random)!, at: parts.count - 1) }
                text.unicodeScalars.append(contentsOf: parts)
            }
            let comment = "seed \(seed): \(text.unicodeScalars.map { String($0.value, radix: 16) })"
            let plate = bytes(text)
            #expect(plate == PlateOracle.characters(of: text).map { Array($0.utf8) }, "\(comment)")
            for spelling in spellings(text) { #expect(bytes(spelling) == plate, "\(comment)") }
            guard let plate else { continue }
            plates += 1
            #expect(bytes(String(decoding: plate, as: UTF8.self)) == plate, "\(comment)")
        }
        #expect(plates > 1_000)
    }

    /// Where this changes, plates that are stored can no longer be found.
    @Test func `the form of no character ever changes`() {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for scalar in PlateOracle.all {
            guard let plate = Plate("X\(scalar)") else { continue }
            for byte in "\(scalar.value)=\(plate.characters);".utf8 {
                digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        #expect(digest == 3_510_113_764_359_670_418)
    }
}

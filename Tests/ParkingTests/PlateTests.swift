import TestSupport
import Parking
import Testing

/// Plates and their identifiers, which are personal data.
@Suite struct PlateTests {
    static let queries: [(String, String)] = [
        ("B-XY 123", "BXY123"), ("b xy 123", "BXY123"), ("B.XY.123", "BXY123"), ("B\u{A0}XY\u{2011}123", "BXY123"),
        ("京A·12345", "京A12345"), ("а123вс77", "А123ВС77"), ("ÄÖ 1", "ÄÖ1"), ("äö 1", "ÄÖ1"), ("7", "7"),
        ("weiß1", "WEISS1"), ("1234567890123456", "1234567890123456"),
        ("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6", "1234567890123456"),
    ]

    @Test(arguments: queries) func `a plate is its capital letters and digits`(reading: String, plate: String) {
        #expect(Plate(reading)?.characters == plate)
    }

    static let none = [
        "", " ", "-.-", "🚗", "B🚗1", "A_1", "A/1", "A\n1", "A\u{0}1", "A\t1", "A'1", "²",
        "12345678901234567", String(repeating: "A", count: 40), String(repeating: "ß", count: 16),
        String(repeating: "-", count: 10_000) + "🚗",
    ]

    @Test(arguments: none) func `what no plate looks like is refused`(reading: String) {
        #expect(Plate(reading) == nil)
    }

    @Test(arguments: [
        ("#04A2219C", "#04A2219C"), ("#04:a2:21:9c", "#04A2219C"), ("# 12-34.5", "#12345"), ("#7", "#7"),
        ("#" + String(repeating: "8", count: 32), "#" + String(repeating: "8", count: 32)),
    ]) func `a permanent card stands where a plate may, by its number`(reading: String, card: String) {
        #expect(Plate(reading)?.characters == card)
        #expect(Plate(reading)?.isCard == true)
        #expect(Plate(card)?.characters == card)
    }

    @Test(arguments: ["#", "# ", "##1", "1#", "#ä", "#1\u{0}", "#１", "#" + String(repeating: "8", count: 33)])
    func `what no card is called is refused`(reading: String) {
        #expect(Plate(reading) == nil)
    }

    @Test func `a card is another one than the plate of the same characters, and looks like none`() {
        let (card, plate, other) = (Plate("#B0SS")!, Plate("B0SS")!, Plate("#BOSS")!)
        #expect(card != plate)
        #expect(!plate.isCard)
        for folding in [[], Set(PlateFolding.allCases)] {
            #expect(!card.isLookAlike(of: other, folding: folding))
            #expect(!card.isLookAlike(of: plate, folding: folding))
        }
    }

    @Test func `a plate that is read again, from the vault, is the same plate`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), let plate = Plate(String(scalar)) else { continue }
            let again = Plate(plate.characters)?.characters ?? ""
            #expect(again.utf8.elementsEqual(plate.characters.utf8), "U+\(String(value, radix: 16))")
        }
    }

    @Test func `a plate of another script is never taken for a Latin one`() {
        #expect(Plate("АВС1") != Plate("ABC1"))
    }

    @Test func `a plate never prints its characters`() throws {
        let plate = try #require(Plate("GEHEIM 1"))
        let secret = "GEHEIM"
        #expect(!"\(plate)".contains(secret))
        #expect(!String(describing: plate).contains(secret))
        #expect(!String(reflecting: plate).contains(secret))
        #expect(!String(describing: [plate as Plate?]).contains(secret))
        #expect(!String(reflecting: ["plate": plate]).contains(secret))
        var dumped = ""
        dump([plate], to: &dumped)
        #expect(!dumped.contains(secret))
        #expect(Mirror(reflecting: plate).children.isEmpty)
    }

    @Test func `a plate's identifier is 16 bytes and prints as 32 digits`() throws {
        let bytes = (0..<16).map { UInt8($0 * 17) }
        let id = try #require(PlateID(bytes: bytes))
        #expect(id.description == "00112233445566778899aabbccddeeff")
        #expect(id.bytes == bytes)
        #expect(PlateID(hex: id.description) == id)
    }

    @Test func `every identifier reads back from its digits and its bytes`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        for _ in 0..<1_000 {
            let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
            let id = PlateID(bytes: bytes)
            #expect(id?.bytes == bytes, "seed \(seed)")
            #expect(id.flatMap { PlateID(hex: $0.description) } == id, "seed \(seed)")
        }
    }

    @Test(arguments: [
        "", "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
        "00112233445566778899aabbccddeefg", "0x112233445566778899aabbccddeeff", "００112233445566778899aabbccddeeff",
    ])
    func `any other text is no identifier`(text: String) {
        #expect(PlateID(hex: text) == nil)
    }

    @Test(arguments: [0, 8, 15, 17, 32]) func `any other number of bytes is no identifier`(count: Int) {
        #expect(PlateID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}

import Testing

import Money

@Suite struct MoneyTests {
    let eur = Currency(code: "EUR")!
    let jpy = Currency(code: "JPY")!
    let kwd = Currency(code: "KWD")!

    @Test(arguments: [("12.50", 1250), ("12.5", 1250), ("0.05", 5), ("7", 700), ("-3.10", -310), ("0", 0)])
    func `a decimal text is an amount in minor units`(text: String, units: Int64) throws {
        #expect(try Money(text, eur).minorUnits == units)
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1.234", "+1", "1e3", " 1", "1,50", "١", "0x10", "1.2.3", "--1"])
    func `a text that is no amount is refused`(text: String) {
        #expect(throws: MoneyError.malformed(text)) { try Money(text, eur) }
    }

    @Test func `a currency has as many decimals as ISO 4217 gives it`() throws {
        #expect(try Money("1500", jpy).minorUnits == 1500)
        #expect(throws: MoneyError.malformed("1500.0")) { try Money("1500.0", jpy) }
        #expect(try Money("1.5", kwd).minorUnits == 1500)
        #expect(Money(minorUnits: 1500).decimal(in: jpy) == "1500")
        #expect(Money(minorUnits: -5).decimal(in: eur) == "-0.05")
        #expect(Money(minorUnits: 1_234_567).decimal(in: kwd) == "1234.567")
        #expect(Currency(code: "XCG")?.digits == 2)
        #expect(Currency(code: "ABC") == nil)
        #expect(Currency(code: "eur") == nil)
    }

    @Test func `arithmetic that overflows is an error`() throws {
        let most = Money(minorUnits: .max)
        #expect(throws: MoneyError.overflow) { try most.adding(Money(minorUnits: 1)) }
        #expect(throws: MoneyError.overflow) { try most.times(2) }
        #expect(throws: MoneyError.overflow) { try Money(minorUnits: .min).subtracting(Money(minorUnits: 1)) }
        #expect(throws: MoneyError.overflow) { try Money("92233720368547758.08", eur) }
        #expect(try Money("92233720368547758.07", eur) == most)
    }

    @Test func `an amount that somebody names has at most nine digits before the point`() throws {
        #expect(try Money(named: "999999999.99", eur) == Money(minorUnits: 99_999_999_999))
        #expect(try Money(named: "-999999999", jpy) == Money(minorUnits: -999_999_999))
        #expect(try Money(named: "999999999.999", kwd) == Money(minorUnits: 999_999_999_999))
        for text in ["1000000000", "0000000000.00", "-1000000000.5", "92233720368547758.07", "9999999999999999999999"] {
            #expect(throws: MoneyError.tooMuch) { try Money(named: text, eur) }
        }
        #expect(throws: MoneyError.malformed("1e9")) { try Money(named: "1e9", eur) }
    }

    @Test func `printing and reading an amount are inverse`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1000 {
            let money = Money(minorUnits: .random(in: Int64.min + 1...Int64.max, using: &generator))
            for currency in [eur, jpy, kwd] { #expect(try Money(money.decimal(in: currency), currency) == money) }
        }
    }
}

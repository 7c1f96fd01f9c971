/// An ISO 4217 currency: its code and how many decimal digits its amounts have.
public struct Currency: Sendable, Hashable, CustomStringConvertible {
    /// Three capital letters, such as `EUR`.
    public let code: String
    /// Decimal digits of an amount: 2 for most, 0 for JPY, 3 for KWD.
    public let digits: Int

    /// The currency of a code in capital letters; nil where ISO 4217 lists none.
    public init?(code: String) {
        // Three bytes: some letters that look like A–Z are equal to them as texts, but are longer.
        guard code.utf8.count == 3, let digits = Currency.digits(of: code) else { return nil }
        self.code = code
        self.digits = digits
    }

    /// What it prints as.
    public var description: String { code }

    private static func digits(of code: String) -> Int? {
        if withoutDecimals.contains(code) { return 0 }
        if withThreeDecimals.contains(code) { return 3 }
        return withTwoDecimals.contains(code) ? 2 : nil
    }

    private static func codes(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }

    private static let withoutDecimals = codes(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")

    private static let withThreeDecimals = codes("BHD IQD JOD KWD LYD OMR TND")

    private static let withTwoDecimals = codes(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
        COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS \
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
        SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """)
}

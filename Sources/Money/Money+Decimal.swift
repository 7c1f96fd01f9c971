// Amounts as decimal texts in a currency: `12.50`, `-3`, `1500` yen.

extension Money {
    /// A price, a fee, a limit or a budget has at most so many digits before the point.
    ///
    /// It is what lets a published price be charged: the dearest minute, ten years long, comes to less than a tenth of what 64
    /// bits hold where the currency has two decimals, and to less than two thirds where it has three.
    public static let mostWholeDigits = 9

    /// Reads an amount that somebody names, a price or a budget: as ``init(_:_:)`` does, but with no more than
    /// ``mostWholeDigits`` digits before the point.
    public init(named text: some StringProtocol, _ currency: Currency) throws(MoneyError) {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }.prefix { $0 != UInt8(ascii: ".") }.count
        guard digits <= Money.mostWholeDigits else { throw .tooMuch }
        self = try Money(text, currency)
    }

    /// Reads a decimal amount: digits, and behind a point no more of them than the currency has.
    ///
    /// Neither exponents nor blanks, plus signs, grouping or a bare point are accepted.
    public init(_ text: some StringProtocol, _ currency: Currency) throws(MoneyError) {
        func refuse() -> MoneyError { .malformed(String(text.prefix(40))) }
        var units: Int64 = 0
        var decimals: Int?
        var digits = 0
        let negative = text.utf8.first == UInt8(ascii: "-")
        for byte in text.utf8.dropFirst(negative ? 1 : 0) {
            if byte == UInt8(ascii: ".") {
                guard decimals == nil, digits > 0, currency.digits > 0 else { throw refuse() }
                decimals = 0
                continue
            }
            guard (48...57).contains(byte), decimals != currency.digits else { throw refuse() }
            units = try Money.appending(byte - 48, to: units)
            digits += 1
            decimals = decimals.map { $0 + 1 }
        }
        guard digits > 0, decimals != 0 else { throw refuse() }
        for _ in (decimals ?? 0)..<currency.digits { units = try Money.appending(0, to: units) }
        self.init(minorUnits: negative ? -units : units)
    }

    /// The amount with exactly as many decimals as the currency has.
    public func decimal(in currency: Currency) -> String {
        var digits = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        guard currency.digits > 0 else { return sign + digits }
        if digits.count <= currency.digits {
            digits = String(repeating: "0", count: currency.digits + 1 - digits.count) + digits
        }
        return sign + digits.dropLast(currency.digits) + "." + digits.suffix(currency.digits)
    }

    private static func appending(_ digit: UInt8, to units: Int64) throws(MoneyError) -> Int64 {
        let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
        guard !overflow else { throw .overflow }
        let (sum, carried) = shifted.addingReportingOverflow(Int64(digit))
        guard !carried else { throw .overflow }
        return sum
    }
}

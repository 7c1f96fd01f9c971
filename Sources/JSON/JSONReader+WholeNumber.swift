extension JSONReader {
    /// Reads a whole number of 64 bits, in any of the ways in which JSON spells it: `3`, `3.0` and `30e-1` are one number, as
    /// they are in JSON Schema.
    public mutating func int64() throws(JSONError) -> Int64 {
        _ = peek()
        let start = position
        let negative = next(is: "-")
        let first = position
        var value: Int64 = 0
        var fits = true
        while let digit = digit() {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(negative ? -digit : digit)
            if overflow || carried { fits = false }
            value = sum
            position += 1
        }
        guard position > first, position - first == 1 || bytes[first] != 48 else { throw .notWhole }
        if position < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position]) {
            position = start
            return try scaledInt64()
        }
        guard fits else { throw .notWhole }
        return value
    }

    /// The slow way, for a number with a fraction or an exponent: its digits without noughts at either end, and the power of
    /// ten behind them. Nothing is rounded.
    private mutating func scaledInt64() throws(JSONError) -> Int64 {
        let negative = next(is: "-")
        var digits: [Int64] = []
        var exponent = 0
        takeDigits(into: &digits)
        if next(is: ".") {
            let taken = takeDigits(into: &digits)
            guard taken > 0 else { throw .notWhole }
            exponent = -taken
        }
        if next(is: "e") || next(is: "E") { exponent += try self.exponent() }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        guard !digits.isEmpty else { return 0 }
        // No number of 64 bits has more than 19 digits.
        guard exponent >= 0, digits.count + exponent <= 19 else { throw .notWhole }
        var value: Int64 = 0
        for digit in digits + [Int64](repeating: 0, count: exponent) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(negative ? -digit : digit)
            guard !overflow, !carried else { throw .notWhole }
            value = sum
        }
        return value
    }

    /// How many digits stand next; they are put behind the others.
    @discardableResult
    private mutating func takeDigits(into digits: inout [Int64]) -> Int {
        let before = digits.count
        while let digit = digit() {
            digits.append(digit)
            position += 1
        }
        return digits.count - before
    }

    /// An exponent; one that is longer than any text can make up for counts as a thousand million.
    private mutating func exponent() throws(JSONError) -> Int {
        let negative = next(is: "-")
        if !negative { _ = next(is: "+") }
        let first = position
        var value = 0
        while let digit = digit() {
            value = min(value * 10 + Int(digit), 1_000_000_000)
            position += 1
        }
        guard position > first else { throw .notWhole }
        return negative ? -value : value
    }

    private func digit() -> Int64? {
        guard position < bytes.count, (48...57).contains(bytes[position]) else { return nil }
        return Int64(bytes[position] - 48)
    }
}

extension JSONError {
    fileprivate static let notWhole = JSONError("must be a whole number")
}

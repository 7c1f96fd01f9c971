/// A percentage as a decimal text: digits, and behind a point one or two more; written with two.
struct Percentage: CustomStringConvertible {
    /// Hundredths of a percent.
    let basisPoints: Int64

    init(basisPoints: Int64) { self.basisPoints = basisPoints }

    /// The percentage that a text spells; nil for any other form, or for more than three digits before the point.
    init?(_ text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = Array(text.utf8).dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : [48, 48]
        let digits = parts[0] + decimals
        guard (1...3).contains(parts[0].count), (1...2).contains(decimals.count),
            digits.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        // A negative nothing is no text of anything: whoever sent it got a sign wrong.
        guard !isNegative || digits.contains(where: { $0 != 48 }) else { return nil }
        let units = digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
        let hundredths = decimals.count == 1 ? units * 10 : units
        basisPoints = isNegative ? -hundredths : hundredths
    }

    var description: String {
        let hundredths = basisPoints.magnitude
        let decimals = hundredths % 100
        return "\(basisPoints < 0 ? "-" : "")\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }
}

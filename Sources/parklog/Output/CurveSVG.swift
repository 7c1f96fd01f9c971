import Chronology
import Money
import Tariffs

/// A price curve as a picture for a web page or a print.
struct CurveSVG {
    private let curve: PriceCurve
    private let currency: Currency
    private let title: String

    init(_ curve: PriceCurve, in currency: Currency, title: String) {
        self.curve = curve
        self.currency = currency
        self.title = title
    }

    var text: String {
        let (left, top, width, height) = (80, 50, 800, 360)
        let most = max(1, curve.points.map(\.total.minorUnits).max() ?? 1)
        let longest = curve.points.last?.length.microseconds ?? 1
        func x(_ length: Int64) -> Int { left + Int(length * Int64(width) / longest) }
        func y(_ amount: Int64) -> Int { top + height - Int(Double(height) * Double(amount) / Double(most)) }
        var path = "M\(left) \(y(0))"
        var last: Int64?
        var before: Int64 = 0
        for point in curve.points {
            // A price holds from the end of the stays that cost less.
            if point.total.minorUnits != last { path += " H\(x(before)) V\(y(point.total.minorUnits))" }
            last = point.total.minorUnits
            before = point.length.microseconds
        }
        path += " H\(left + width)"
        var marks = ""
        for tick in 0...4 {
            let amount = most / 4 * Int64(tick) + most % 4 * Int64(tick) / 4
            marks += """
                <path class="grid" d="M\(left) \(y(amount)) H\(left + width)"/>
                <text x="\(left - 8)" y="\(y(amount) + 4)" text-anchor="end">\(Money(minorUnits: amount).decimal(in: currency))</text>

                """
        }
        for tick in 0...6 {
            let length = longest * Int64(tick) / 6
            marks += """
                <text x="\(x(length))" y="\(top + height + 20)" text-anchor="middle">\(TimeSpan(microseconds: length).inHours)</text>

                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 460" font-family="sans-serif" font-size="12">
            <style>.grid{stroke:#ddd}.price{fill:none;stroke:#0a5ab4;stroke-width:2}</style>
            <title>\(title.escapedForXML)</title>
            <rect width="920" height="460" fill="#fff"/>
            <text x="\(left)" y="28" font-size="16">\(title.escapedForXML), \(currency.code) by length of stay</text>
            \(marks)<path class="price" d="\(path)"/>
            </svg>

            """
    }
}

extension String {
    /// By scalars: with a combining one behind it, `<` is another character but still markup.
    fileprivate var escapedForXML: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }
}

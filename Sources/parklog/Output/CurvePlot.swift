import Chronology
import Money
import Tariffs

/// A price curve drawn with characters: amounts upwards, the length of the stay to the right.
struct CurvePlot {
    private let curve: PriceCurve
    private let currency: Currency
    private let width: Int
    private let height: Int

    init(_ curve: PriceCurve, in currency: Currency, width: Int, height: Int) {
        self.curve = curve
        self.currency = currency
        self.width = width
        self.height = height
    }

    var text: String {
        guard let last = curve.points.last else { return "" }
        let most = max(1, curve.points.map(\.total.minorUnits).max() ?? 1)
        // Of each column the price of the longest stay that falls into it.
        var columns = [Int64](repeating: 0, count: width)
        var point = 0
        for column in 0..<width {
            let until = last.length.microseconds * Int64(column + 1) / Int64(width)
            while point < curve.points.count - 1, curve.points[point + 1].length.microseconds <= until { point += 1 }
            columns[column] = curve.points[point].total.minorUnits
        }
        let rows = columns.map { Int((Double(height) * Double($0) / Double(most)).rounded()) }
        let labels = (0...height).map { row -> String in
            let (whole, rest) = most.quotientAndRemainder(dividingBy: Int64(height))
            let amount = whole * Int64(row) + rest * Int64(row) / Int64(height)
            return row % 4 == 0 ? Money(minorUnits: amount).decimal(in: currency) : ""
        }
        let margin = labels.map(\.count).max() ?? 0
        var lines: [String] = []
        for row in stride(from: height, through: 0, by: -1) {
            let label = String(repeating: " ", count: margin - labels[row].count) + labels[row]
            var drawn = ""
            for column in 0..<width {
                let before = column > 0 ? rows[column - 1] : 0
                drawn += mark(at: row, before: before, now: rows[column])
            }
            while drawn.last == " " { drawn.removeLast() }
            lines.append("\(label) \(labels[row].isEmpty ? "│" : "┤")\(drawn)")
        }
        let axis = String(repeating: " ", count: margin + 1) + "└" + String(repeating: "─", count: width)
        let middle = TimeSpan(microseconds: last.length.microseconds / 2).inHours
        let end = last.length.inHours
        let gap = max(1, width / 2 - middle.count / 2)
        let scale =
            String(repeating: " ", count: margin + 2 + gap) + middle
            + String(repeating: " ", count: max(1, width - gap - middle.count - end.count)) + end
        return (lines + [axis, scale]).joined(separator: "\n")
    }

    private func mark(at row: Int, before: Int, now: Int) -> String {
        if row == now { return before < now ? "┌" : before > now ? "└" : "─" }
        if row == before, before != now { return before < now ? "┘" : "┐" }
        return row > min(before, now) && row < max(before, now) ? "│" : " "
    }
}

extension TimeSpan {
    /// The length in hours, to the minute.
    var inHours: String {
        let minutes = microseconds / TimeSpan.minutes(1).microseconds
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60)"
    }
}

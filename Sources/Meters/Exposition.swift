/// The text that Prometheus reads (exposition format 0.0.4).
struct Exposition {
    private(set) var text = ""

    mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)] = [], value: Double) {
        let list = labels.map { "\($0)=\"\(Exposition.escaped($1))\"" }.joined(separator: ",")
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(Exposition.number(value))\n"
    }

    /// A histogram: for each bound how many were no more than that.
    mutating func spread(_ name: String, _ spread: Spread) {
        var sum = 0
        for (bound, count) in zip(spread.bounds, spread.counts) {
            sum += count
            sample("\(name)_bucket", [("le", "\(bound)")], value: Double(sum))
        }
        sample("\(name)_bucket", [("le", "+Inf")], value: Double(spread.number))
        sample("\(name)_sum", value: Double(spread.sum))
        sample("\(name)_count", value: Double(spread.number))
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func escaped(_ label: String) -> String {
        var escaped = ""
        for character in label.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// How often numbers were within which bounds.
struct Spread {
    let bounds: [Int]
    private(set) var counts: [Int]
    private(set) var sum = 0
    private(set) var number = 0

    init(bounds: [Int]) {
        self.bounds = bounds
        counts = bounds.map { _ in 0 }
    }

    mutating func add(_ value: Int) {
        sum += value
        number += 1
        if let place = bounds.firstIndex(where: { value <= $0 }) { counts[place] += 1 }
    }
}

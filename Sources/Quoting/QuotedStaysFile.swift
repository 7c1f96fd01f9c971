import CSV
import Tariffs

/// Stays to be priced: a CSV with the columns `entry` and `exit`, and where they are wanted `vehicle`, `groups`,
/// `validations` (several with blanks between them) and `agreement`.
public struct QuotedStaysFile: Sendable {
    /// The stays, a row each.
    public let stays: [QuotedStay]

    /// Reads the file; the first row that makes no sense ends the reading.
    public init(_ bytes: [UInt8]) throws(QuotedStaysFileError) {
        var rows = CSVRows(bytes)
        let header = (rows.next()?.fields ?? []).map(\.blanksOff)
        let known = ["entry", "exit", "vehicle", "groups", "validations", "agreement"]
        guard header.contains("entry"), header.contains("exit"), Set(header).isSubset(of: known),
            Set(header).count == header.count
        else {
            throw .header(found: header)
        }
        var stays: [QuotedStay] = []
        while let row = rows.next() {
            guard row.fields.count == header.count else { throw .row(row.line, "has another number of fields") }
            let fields = Dictionary(zip(header, row.fields.map(\.blanksOff))) { first, _ in first }
            stays.append(try QuotedStaysFile.stay(fields, line: row.line))
        }
        self.stays = stays
    }

    private static func stay(_ fields: [String: String], line: Int) throws(QuotedStaysFileError) -> QuotedStay {
        func value<Value>(_ name: String, _ make: (String) -> Value?) throws(QuotedStaysFileError) -> Value? {
            guard let text = fields[name], !text.isEmpty else { return nil }
            guard let value = make(text) else { throw .row(line, "\(name) cannot be read") }
            return value
        }
        func values<Value: Hashable>(
            _ name: String, _ make: (String) -> Value?
        ) throws(QuotedStaysFileError) -> Set<Value> {
            var values: Set<Value> = []
            for text in (fields[name] ?? "").split(separator: " ") {
                guard let value = make(String(text)) else { throw .row(line, "\(name) cannot be read") }
                values.insert(value)
            }
            return values
        }
        guard let entry = try value("entry", WallTime.init), let exit = try value("exit", WallTime.init) else {
            throw .row(line, "needs an entry and an exit")
        }
        var stay = QuotedStay(entry: entry, exit: exit)
        stay.card = try value("vehicle", CardID.init) ?? .standard
        stay.groups = try values("groups", GroupID.init)
        stay.validations = try values("validations", ValidationID.init)
        stay.agreement = try value("agreement", AgreementID.init)
        return stay
    }
}

/// Why a file of stays to be priced cannot be read.
public enum QuotedStaysFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first row does not name the columns.
    case header(found: [String])
    /// A row makes no sense, by its line.
    case row(Int, String)

    /// What it prints as.
    public var description: String {
        switch self {
        case .header(let found):
            "The first row must name the columns entry and exit, and may name vehicle, groups, validations and agreement,"
                + " each once; it has \(found)."
        case .row(let line, let problem): "Line \(line) \(problem)."
        }
    }
}

import CSV
import Money
import Tariffs

/// Stays to be priced: a CSV with the columns `entry` and `exit`, and where they are wanted `vehicle`, `groups`,
/// `validations` (several with blanks between them), `agreement` and `budget`.
///
/// It may arrive in pieces. A row that makes no sense says so in its place, and the others go on.
public struct QuotedStaysFile: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// The line that it begins on.
        public let line: Int
        /// The text of its entry and of its exit.
        public let entry: String, exit: String
        /// The stay; or what is wrong with the row.
        public let stay: Result<QuotedStay, QuotedStaysFileError>
        /// What its driver has, where the file says so: how long does it last?
        public let budget: String?
    }

    private var pieces = CSVPieces()
    private var header: [String]?

    /// A file of which nothing has been read.
    public init() {}

    /// Whether the file has a column `budget`; false as long as its first row has not been read.
    public var hasBudgets: Bool { header?.contains("budget") ?? false }

    /// Takes a further piece of the file, and gives the rows that are complete with it.
    ///
    /// - Parameter piece: empty at the end of the file.
    public mutating func take(_ piece: [UInt8]) throws(QuotedStaysFileError) -> [Row] {
        var rows = pieces.take(piece)[...]
        if header == nil {
            guard let first = rows.popFirst() else {
                guard piece.isEmpty else { return [] }
                throw .header(found: [])
            }
            header = try QuotedStaysFile.header(first.fields.map(\.blanksOff))
        }
        return rows.map(row)
    }

    /// Every stay of a whole file; the first row that makes no sense ends the reading.
    public static func stays(of bytes: [UInt8]) throws(QuotedStaysFileError) -> [QuotedStay] {
        var file = QuotedStaysFile()
        var stays: [QuotedStay] = []
        for piece in [bytes, []] where !bytes.isEmpty || piece.isEmpty {
            for row in try file.take(piece) {
                guard row.budget == nil else { throw .row(row.line, "has a budget, which only --format csv answers") }
                stays.append(try row.stay.get())
            }
        }
        return stays
    }

    private static func header(_ names: [String]) throws(QuotedStaysFileError) -> [String] {
        let known = ["entry", "exit", "vehicle", "groups", "validations", "agreement", "budget"]
        guard names.contains("entry"), names.contains("exit"), Set(names).isSubset(of: known),
            Set(names).count == names.count
        else { throw .header(found: names) }
        return names
    }

    private func row(_ row: CSVRows.Row) -> Row {
        let header = header ?? []
        let fields = Dictionary(zip(header, row.fields.map(\.blanksOff))) { first, _ in first }
        let stay: Result<QuotedStay, QuotedStaysFileError>
        if row.fields.count == header.count {
            stay = Result { () throws(QuotedStaysFileError) in
                try QuotedStaysFile.stay(fields, line: row.line)
            }
        } else {
            stay = .failure(.row(row.line, "has another number of fields"))
        }
        let budget = fields["budget"].flatMap { $0.isEmpty ? nil : $0 }
        return Row(
            line: row.line, entry: fields["entry"] ?? "", exit: fields["exit"] ?? "", stay: stay, budget: budget)
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
            for text in (fields[name] ?? "").split(whereSeparator: \.isWhitespace) {
                guard let value = make(String(text)) else { throw .row(line, "\(name) cannot be read") }
                values.insert(value)
            }
            return values
        }
        let exit = try value("exit", WallTime.init)
        // Who asks how long a budget lasts does not know the exit.
        guard let entry = try value("entry", WallTime.init), exit != nil || !(fields["budget"] ?? "").isEmpty else {
            throw .row(line, "needs an entry and an exit")
        }
        var stay = QuotedStay(entry: entry, exit: exit ?? entry)
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
            "The first row must name the columns entry and exit, and may name vehicle, groups, validations, agreement and"
                + " budget, each once; \(found.isEmpty ? "the file is empty" : "it has \(found)")."
        case .row(let line, let problem): "Line \(line) \(problem)."
        }
    }
}

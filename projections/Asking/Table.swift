import JSON

/// How a result is printed.
public enum OutputFormat: String, CaseIterable, Sendable {
    case text
    case json
    case csv
}

/// Rows under named columns, printed for people or for machines.
public struct Table: Sendable {
    /// A value: text, or a number that machines get as one.
    public enum Cell: Sendable {
        /// A text.
        case text(String?)
        /// A whole number.
        case number(Int64?)
        /// A decimal text, which lines up on the right.
        case amount(String?)

        var text: String? {
            switch self {
            case .text(let text): text
            case .number(let number): number.map { String($0) }
            case .amount(let amount): amount
            }
        }

        /// As a program for spreadsheets may be handed it: what some carry out, as it begins like a formula, begins with an apostrophe,
        /// which they leave out. Numbers are what they are.
        fileprivate var textForCSV: String {
            guard case .text(let text?) = self, let first = text.unicodeScalars.first,
                ["=", "+", "-", "@", "\t", "\r"].contains(first)
            else { return text ?? "" }
            return "'" + text
        }
    }

    /// The names of the columns.
    public let columns: [String]
    /// The rows, with a cell for every column.
    public private(set) var rows: [[Cell]] = []

    /// A table without rows.
    public init(_ columns: String...) { self.init(columns) }

    /// A table without rows.
    public init(_ columns: [String]) { self.columns = columns }

    /// Adds a row.
    public mutating func add(_ cells: Cell...) { add(cells) }

    /// Adds a row.
    public mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a row has a cell for every column")
        rows.append(cells)
    }

    /// The table as a text.
    ///
    /// - Parameter header: whether the columns' names come first; a table that goes on has none.
    public func printed(_ format: OutputFormat, header: Bool = true) -> String {
        switch format {
        case .text: text
        case .json: json
        case .csv: csv(header: header)
        }
    }

    private var text: String {
        let cells = [columns] + rows.map { $0.map { $0.text ?? "" } }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            row.enumerated().map { index, cell in
                let padding = String(repeating: " ", count: widths[index] - cell.count)
                switch rows.first?[index] {
                case .number, .amount: return padding + cell
                case .text, nil: return cell + padding
                }
            }.joined(separator: "  ").trimmedRight
        }.joined(separator: "\n")
    }

    private func csv(header: Bool) -> String {
        let lines = (header ? [columns] : []) + rows.map { $0.map(\.textForCSV) }
        return lines.map { $0.map(\.quotedForCSV).joined(separator: ",") }.joined(separator: "\n")
    }

    private var json: String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The rows as an array of objects.
    func write(_ json: inout JSONWriter) {
        json.array(rows) { json, row in
            json.object { json in
                for (column, cell) in zip(columns, row) {
                    json.name(column)
                    switch cell {
                    case .text(let text?), .amount(let text?): json.string(text)
                    case .number(let number?): json.number(number)
                    case .text(nil), .amount(nil), .number(nil): json.null()
                    }
                }
            }
        }
    }
}

extension String {
    fileprivate var trimmedRight: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// By scalars: a line break of two is one character, and a quote with a combining one behind it another.
    fileprivate var quotedForCSV: String {
        guard unicodeScalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return self }
        return "\"" + unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}

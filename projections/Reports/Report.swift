import Postgres

/// A report by the name that the trade knows it by: figures of a garage for some local days on end.
///
/// It asks the documented views in the schema `reporting` and nothing else, so that whoever has SQL can ask the same. Another
/// report is another value in ``all``; every interface then has it.
public struct Report: Sendable {
    /// What it is called.
    public let name: String
    /// What it says, in one line.
    public let summary: String
    /// What each row says.
    public let columns: [Column]
    /// Asks for the rows; of the garage $1, from the instant $2 and before $3, which are the local days $4 to $5. Where it is of
    /// facts, of those up to the event $6 that happened up to the instant $7, as it was told at the instant $8.
    let statement: Statement
    /// Whether its rows are of facts that stay as they were told, so that it can be asked for as of a past moment. Others tell of
    /// stays and rights, which later facts mend.
    public let isOfFacts: Bool

    /// A column of a report.
    public struct Column: Hashable, Sendable {
        /// What it is called.
        public let name: String
        /// What its values are.
        public let kind: Kind
        /// What it says, in a sentence.
        public let meaning: String

        /// What values are.
        public enum Kind: Hashable, Sendable {
            case text
            /// A whole number.
            case count
            /// An amount in the garage's currency.
            case amount
            /// A decimal that was measured, such as minutes or percent.
            case measure
        }

        static func text(_ name: String, _ meaning: String) -> Column {
            .init(name: name, kind: .text, meaning: meaning)
        }
        static func count(_ name: String, _ meaning: String) -> Column {
            .init(name: name, kind: .count, meaning: meaning)
        }
        static func amount(_ name: String, _ meaning: String) -> Column {
            .init(name: name, kind: .amount, meaning: meaning)
        }
        static func measure(_ name: String, _ meaning: String) -> Column {
            .init(name: name, kind: .measure, meaning: meaning)
        }
    }

    /// Every report there is.
    public static let all = [
        garageSummary, revenueByDay, revenueByRate, tills, validations, transientStays, lengthsOfStay, shortFreeStays,
        vehicleTypes, tenants, occupancy, reservations, permits, openings, exceptions,
    ]

    /// The report of a name; nil where there is none.
    public init?(name: String) {
        guard let report = Report.all.first(where: { $0.name == name }) else { return nil }
        self = report
    }

    init(
        _ name: String, _ summary: String, ofFacts isOfFacts: Bool = false, _ columns: [Column], _ statement: Statement
    ) {
        (self.name, self.summary, self.columns, self.statement) = (name, summary, columns, statement)
        self.isOfFacts = isOfFacts
    }
}

public import Parking
public import Postgres

/// What is computed from the log so that a question can be answered at once.
///
/// A fold: it watches a garage's events go into the garage's state and notes which rows follow. The runner writes the rows and the
/// checkpoint in one transaction. The same fold serves the live tables and a rebuild, which differ in the schema that
/// `search_path` names.
public protocol ReadModel: Sendable {
    /// The name of the schema that holds its tables.
    static var name: String { get }
    /// Makes its tables, with comments and indexes, in the schema that `search_path` names.
    static var tables: Statement { get }
    /// Makes its views in the schema `reporting`, over those tables.
    static var views: Statement { get }

    /// Raised whenever the fold would write other rows from the same log.
    static var revision: Int { get }

    /// A fold of one garage that has noted nothing yet.
    init(garage: String)

    /// Looks at an event before the garage takes it in, for what the event will end.
    mutating func before(_ event: RecordedEvent, in garage: Garage)
    /// Looks at an event after the garage has taken it in.
    mutating func after(_ event: RecordedEvent, in garage: Garage)
    /// Writes what it has noted, and forgets it.
    mutating func write(_ session: PostgresSession) throws
}

extension ReadModel {
    /// Names as one text that `string_to_array` takes apart again: none of them has blanks.
    func joined(_ names: [String]) -> String { names.sorted().joined(separator: " ") }

    /// Notes what the event will end.
    public mutating func before(_ event: RecordedEvent, in garage: Garage) {}
}

/// Every read model there is.
public let readModels: [any ReadModel.Type] = [Occupancy.self, Allowlist.self, Overstays.self, SessionCharges.self]

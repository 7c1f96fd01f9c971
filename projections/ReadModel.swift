public import Parking
public import Postgres

/// What is computed from the log so that a question can be answered at once: its tables, its views, its fold and its queries.
///
/// The fold notes which rows follow from what events changed in a garage. The projector writes the rows and the checkpoint in
/// one transaction. The same fold serves the live tables and a rebuild, which differ in the schema that `search_path` names.
public protocol ReadModel: Sendable {
    /// The name of the schema that holds its tables.
    static var name: String { get }
    /// Makes its tables, with comments and indexes, in the schema that `search_path` names.
    static var tables: Statement { get }
    /// Makes its views in the schema `reporting`, over those tables.
    static var views: Statement { get }
    /// Reads from each of its tables, to see whether they can be read.
    static var probe: Statement { get }
    /// Raised whenever the fold would write other rows from the same log.
    static var revision: Int { get }
    /// The questions that it answers; its part of every interface.
    static var queries: [Query] { get }
    /// How `openapi.yaml` describes them: a part of it, as it stands under its paths.
    static var document: [UInt8] { get }

    /// A fold of one garage that has noted nothing yet.
    init(garage: String)
    /// Notes what an event has changed; the garage has taken it in.
    mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage)
    /// Sees every event that the garage has taken in, behind its changes.
    mutating func took(_ event: RecordedEvent, in garage: Garage)
    /// Writes what folds of several garages have noted.
    static func write(_ folds: [Self], _ session: PostgresSession) throws
    /// Forgets what it has noted: it is written.
    mutating func forget()
}

extension ReadModel {
    /// A model is asked nothing unless it says so.
    public static var queries: [Query] { [] }

    /// A model that is asked nothing has no part in the document.
    public static var document: [UInt8] { [] }

    /// Most models follow changes only.
    public mutating func took(_ event: RecordedEvent, in garage: Garage) {}

    /// Names as one text that `string_to_array` takes apart again: none of them has blanks.
    static func joined(_ names: [String]) -> String { names.sorted().joined(separator: " ") }
}

/// Every read model there is.
public let readModels: [any ReadModel.Type] = [
    Occupancy.self,
    Allowlist.self,
    Overstays.self,
    SessionCharges.self,
    ExceptionList.self,
    Payments.self,
]

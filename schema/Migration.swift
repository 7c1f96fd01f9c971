public import Postgres

/// One step of the schema: a script that runs once in every database, in the order of the list.
public struct Migration: Sendable {
    /// Its file's name without the ending, such as `V0001__event_log`.
    public let name: String
    /// The script's bytes; a digest of them is kept, and a script that changed after it ran is refused.
    public let bytes: [UInt8]

    /// The script.
    public var script: Statement { Statement(embedded: bytes) }
}

/// Every step of the schema, the first one first. They are compiled into the binary.
public let migrations = [
    Migration(name: "V0001__event_log", bytes: PackageResources.V0001__event_log_sql),
    Migration(name: "V0002__append", bytes: PackageResources.V0002__append_sql),
    Migration(name: "V0003__append_only", bytes: PackageResources.V0003__append_only_sql),
    Migration(name: "V0004__roles", bytes: PackageResources.V0004__roles_sql),
    Migration(name: "V0005__projections", bytes: PackageResources.V0005__projections_sql),
]

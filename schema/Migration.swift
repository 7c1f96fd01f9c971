public import Postgres

/// One step of the schema: a script that runs once in every database, in the order of the list.
///
/// Tables, their data and their grants are made and changed by steps; no step calls a ``Function``, which is put in
/// place after them. What they grant stands in ``privileges`` as well.
public struct Migration: Sendable {
    /// Its file's name without the ending, such as `V0001__roles`.
    public let name: String
    /// The script's bytes; a digest of them is kept, and a script that changed after it ran is refused.
    public let bytes: [UInt8]

    /// The script.
    public var script: Statement { Statement(embedded: bytes) }
}

/// Every step of the schema, the first one first. They are compiled into the binary.
public let migrations = [
    Migration(name: "V0001__roles", bytes: PackageResources.V0001__roles_sql),
    Migration(name: "V0002__event_log", bytes: PackageResources.V0002__event_log_sql),
    Migration(name: "V0003__projections", bytes: PackageResources.V0003__projections_sql),
    Migration(name: "V0004__reporting", bytes: PackageResources.V0004__reporting_sql),
    Migration(name: "V0005__access", bytes: PackageResources.V0005__access_sql),
    Migration(name: "V0006__copy_keys", bytes: PackageResources.V0006__copy_keys_sql),
    Migration(name: "V0007__signed_heads", bytes: PackageResources.V0007__signed_heads_sql),
    Migration(name: "V0008__key_ages", bytes: PackageResources.V0008__key_ages_sql),
]

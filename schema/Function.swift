public import Postgres

/// A function of the schema: a script that puts it in place, whole, and that runs again wherever its text is another.
///
/// The script creates or replaces the function and says its comment and its grants. What `create or replace` cannot do
/// is a ``Migration``'s: it drops a function whose parameters or result change, for the form with the old ones would
/// stay beside the new one.
public struct Function: Sendable {
    /// Its schema and name, which are its file's name without the ending, such as `log.append`.
    public let name: String
    /// The script's bytes; a digest of them tells whether a database has this text.
    public let bytes: [UInt8]

    /// The script.
    public var script: Statement { Statement(embedded: bytes) }
}

/// Every function of the schema. They are compiled into the binary; no two of their files may be the same identifier
/// once all but letters and digits has become `_`.
public let functions = [
    Function(name: "log.append", bytes: PackageResources.log_append_sql),
    Function(name: "log.append_together", bytes: PackageResources.log_append_together_sql),
    Function(name: "log.archive", bytes: PackageResources.log_archive_sql),
    Function(name: "log.forget_keys", bytes: PackageResources.log_forget_keys_sql),
    Function(name: "log.last_before", bytes: PackageResources.log_last_before_sql),
    Function(name: "log.refuse_change", bytes: PackageResources.log_refuse_change_sql),
    Function(name: "projection.drop_replaced", bytes: PackageResources.projection_drop_replaced_sql),
    Function(name: "projection.grant_as_before", bytes: PackageResources.projection_grant_as_before_sql),
    Function(name: "projection.keep", bytes: PackageResources.projection_keep_sql),
    Function(name: "projection.known_garages", bytes: PackageResources.projection_known_garages_sql),
    Function(name: "projection.prepare", bytes: PackageResources.projection_prepare_sql),
    Function(name: "projection.differences", bytes: PackageResources.projection_differences_sql),
    Function(name: "projection.right_as_sold", bytes: PackageResources.projection_right_as_sold_sql),
    Function(name: "projection.stays_by_right", bytes: PackageResources.projection_stays_by_right_sql),
    Function(name: "projection.swap", bytes: PackageResources.projection_swap_sql),
    Function(name: "reporting.first_version", bytes: PackageResources.reporting_first_version_sql),
]

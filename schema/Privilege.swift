/// One thing that a role may do with the schema.
///
/// Steps, functions and rebuilds grant it. A database that was restored where its roles were not has lost it; the list of
/// all says what has to be granted again.
public struct Privilege: Hashable, Sendable {
    /// The role, which has the same name on every server.
    public let role: String
    /// What it may do, as the server calls it.
    public let right: String
    /// With what.
    public let kind: Kind
    /// The name of that, with its schema.
    public let name: String

    /// What privileges are about.
    public enum Kind: String, Hashable, Sendable {
        case schema, table, function
        /// The tables and views that are yet to be made in a schema.
        case tablesToCome = "tables to come in schema"
    }

    fileprivate static func service(_ rights: String..., on kind: Kind, _ name: String) -> [Privilege] {
        rights.map { Privilege(role: "parklog_service", right: $0, kind: kind, name: name) }
    }

    fileprivate static func reporting(_ right: String, on kind: Kind, _ name: String) -> [Privilege] {
        [Privilege(role: "parklog_reporting", right: right, kind: kind, name: name)]
    }

    fileprivate static func plates(_ right: String, on kind: Kind, _ name: String) -> [Privilege] {
        [Privilege(role: "parklog_plates", right: right, kind: kind, name: name)]
    }

    /// What the views call, whoever reads them.
    fileprivate static func readers(_ function: String) -> [Privilege] {
        service("execute", on: .function, function) + reporting("execute", on: .function, function)
    }
}

/// Everything that the roles may do, but for the tables of read models, which a rebuild makes and grants.
public let privileges: [Privilege] = [
    Privilege.service("select", on: .table, "public.parklog_migrations"),
    Privilege.service("select", on: .table, "public.parklog_functions"),
    Privilege.service("usage", on: .schema, "log"),
    Privilege.service("select", on: .table, "log.events"),
    Privilege.service("select", on: .table, "log.commands"),
    Privilege.service("select", on: .table, "log.plates"),
    Privilege.service("select", on: .table, "log.texts"),
    Privilege.service("select", on: .table, "log.streams"),
    Privilege.service("select", on: .table, "log.archives"),
    Privilege.service("select", on: .table, "log.archived_erasures"),
    Privilege.service("select", on: .table, "log.archived_replacements"),
    Privilege.service("select", on: .table, "log.archived_reservations"),
    Privilege.service("execute", on: .function, "log.append"),
    Privilege.service("execute", on: .function, "log.append_together"),
    Privilege.service("execute", on: .function, "log.forget_keys"),
    Privilege.service("usage", on: .schema, "access"),
    Privilege.service("select", on: .table, "access.keys"),
    Privilege.service("select", on: .table, "access.tokens"),
    Privilege.service("select", on: .table, "access.copy_keys"),
    Privilege.service("usage", on: .schema, "projection"),
    Privilege.service("select", on: .table, "projection.installed"),
    Privilege.service("select", "insert", "update", "delete", on: .table, "projection.checkpoints"),
    Privilege.service("select", "insert", "update", "delete", on: .table, "projection.failures"),
    Privilege.service("select", "insert", "update", "delete", on: .table, "projection.snapshots"),
    Privilege.service("select", "insert", "update", on: .table, "projection.leads"),
    Privilege.service("usage", on: .schema, "reporting"),
    Privilege.service("select", on: .tablesToCome, "reporting"),
    Privilege.reporting("usage", on: .schema, "reporting"),
    Privilege.reporting("select", on: .tablesToCome, "reporting"),
    Privilege.readers("projection.known_garages"),
    Privilege.readers("projection.right_as_sold"),
    Privilege.readers("projection.stays_by_right"),
    Privilege.readers("reporting.first_version"),
    Privilege.service("usage", on: .schema, "reporting_plates"),
    Privilege.plates("usage", on: .schema, "reporting_plates"),
    Privilege.plates("select", on: .table, "reporting_plates.plates"),
].flatMap(\.self)

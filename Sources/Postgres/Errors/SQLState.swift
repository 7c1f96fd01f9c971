/// A five-character code of the SQL standard by which the server says what kind of thing went wrong.
public struct SQLState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The five characters, such as `23505`.
    public let rawValue: String

    /// Takes any code; the server may send more than this type has names for.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters, shared by all codes of one kind, such as `23` for violated constraints.
    public var classCode: Substring { rawValue.prefix(2) }

    /// The five characters.
    public var description: String { rawValue }

    /// Whether nothing is wrong but that others were at work at the same time: asked again, it goes through.
    var isOfOthersMeanwhile: Bool { classCode == "40" || rawValue == "55P03" }

    /// A row with this key is there already.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A column that needs a value got none.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// A row breaks a check constraint.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// The statement was cancelled, by `statement_timeout` or by somebody's request.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// The server, or this connection's process, was told to end.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// The server ends every session because one of its processes has crashed.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// The server is starting up, recovering, or shutting down.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
    /// Every connection that the server has is taken.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// There is no room for what is to be written.
    public static let diskFull = SQLState(rawValue: "53100")
    /// The server has no memory left.
    public static let outOfMemory = SQLState(rawValue: "53200")
    /// A file cannot be read or written, for another reason than a full disk.
    public static let ioError = SQLState(rawValue: "58030")
    /// The server, or the database, takes no writes: such as a primary that has become a standby.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// The schema is not there.
    public static let undefinedSchema = SQLState(rawValue: "3F000")
    /// The function is not there.
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// The role may not do this.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// The table is not there.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// The database is there already.
    public static let duplicateDatabase = SQLState(rawValue: "42P04")
    /// A prepared statement is not known to the server.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// The server does not do this; also raised when a prepared statement's result columns have changed.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
}

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

    /// A row with this key is there already.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A row refers to another one that is not there, or is still referred to.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// A column that needs a value got none.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// A row breaks a check constraint.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// A row conflicts with another one under an exclusion constraint.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// The transaction cannot be put in order with those beside it; running it again may work.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// Two transactions waited for each other and this one was chosen to end; running it again may work.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// A lock asked for with `NOWAIT`, or within `lock_timeout`, was not to be had.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// The statement was cancelled, by `statement_timeout` or by somebody's request.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// The server, or this connection's process, was told to end.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// Another server process crashed and all connections were reset.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// The server is starting up, shutting down or recovering.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
    /// The server has no free connection slot.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// The password is wrong.
    public static let invalidPassword = SQLState(rawValue: "28P01")
    /// The role may not do this.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// The text is not SQL.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// The table is not there.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// The column is not there.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// The function is not there, or not with these argument types.
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// The database is not there.
    public static let undefinedDatabase = SQLState(rawValue: "3D000")
    /// The database is there already.
    public static let duplicateDatabase = SQLState(rawValue: "42P04")
    /// The table is there already.
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// A statement came after another one had failed in the same transaction.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// The transaction is read-only.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// A prepared statement is not known to the server.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// The server does not do this; also raised when a prepared statement's result columns have changed.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// `RAISE EXCEPTION` without a code of its own.
    public static let raiseException = SQLState(rawValue: "P0001")
}

/// What went wrong with a connection, a statement, a COPY or the pool.
///
/// Parameter values are never part of it, because they may be personal data. The server's own words may quote
/// values all the same: ``detail`` nearly always does, and so does ``message`` for a data exception (class 22).
/// ``description`` leaves both out, so it is what belongs in a log.
public struct PostgresError: Error, Sendable, Hashable {
    /// What kind of thing went wrong.
    public enum Code: Sendable, Hashable {
        /// No connection could be made: wrong address, wrong password, server down or starting up.
        case connectionFailed
        /// The connection broke; the statement under way may or may not have taken effect.
        case connectionLost
        /// The connection broke during COMMIT: the transaction may stand or not, and only looking tells.
        case commitOutcomeUnknown
        /// The server has kept it and has stopped waiting for its synchronous standby to have it, too: it stands as long as this
        /// server does.
        case standbyLeftBehind
        /// The server refused the statement.
        case server(SQLState)
        /// The task was cancelled before or during the statement.
        case cancelled
        /// The pool had no connection to lend before the deadline.
        case poolTimeout
        /// The connection or the pool has been closed.
        case closed
        /// A value cannot be sent: a NUL in a string, an instant before all that the server holds, too many parameters.
        case invalidParameter
        /// A COPY ended early because what was written does not fit, such as a row with too few columns.
        case copyAborted
        /// A statement was asked for inside the body of a COPY on the same connection.
        case connectionBusy
        /// A body ended its transaction itself, or went on after a failed statement, so COMMIT could not keep it.
        case transactionFailed
        /// A body outside a transaction began one and left it open; it has been rolled back.
        case transactionLeftOpen
        /// The server answered with something that the call does not expect, such as rows to a COPY.
        case unexpectedResult
    }

    /// What kind of thing went wrong.
    public internal(set) var code: Code
    /// The first line of the server's or the library's words.
    public let message: String
    /// The server's code; also there when a lost connection said why it ended.
    public let sqlState: SQLState?
    /// The server's second line, which often quotes values.
    public let detail: String?
    /// The server's advice.
    public let hint: String?
    /// The violated constraint's name.
    public let constraint: String?
    /// The statement's text.
    public internal(set) var statement: String?

    /// Makes an error; everything but the code and the message is usually for the server to say.
    public init(
        _ code: Code, _ message: String, sqlState: SQLState? = nil, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil, statement: String? = nil
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
        self.statement = statement
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line without values: code, state, message (but not a data exception's), constraint and statement.
    public var description: String {
        var line = "\(code.label)"
        if let sqlState { line += " \(sqlState)" }
        line += sqlState?.classCode == "22" ? ": a value is not valid" : ": \(message)"
        if let constraint { line += "; constraint \(constraint)" }
        if let hint { line += "; hint: \(hint)" }
        if let statement { line += "; in: \(statement)" }
        return line
    }
}

extension PostgresError.Code {
    fileprivate var label: String {
        switch self {
        case .connectionFailed: "connection failed"
        case .connectionLost: "connection lost"
        case .commitOutcomeUnknown: "commit outcome unknown"
        case .standbyLeftBehind: "standby left behind"
        case .server: "refused by the server"
        case .cancelled: "cancelled"
        case .poolTimeout: "no connection before the deadline"
        case .closed: "closed"
        case .invalidParameter: "invalid parameter"
        case .copyAborted: "COPY aborted"
        case .connectionBusy: "connection busy"
        case .transactionFailed: "transaction failed"
        case .transactionLeftOpen: "transaction left open"
        case .unexpectedResult: "unexpected result"
        }
    }
}

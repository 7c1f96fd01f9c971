/// Why the database did not do what it was asked, for whoever looks after it.
public struct DatabaseTrouble: Hashable, Sendable {
    /// What waiting may do about it.
    public enum Kind: Hashable, Sendable {
        /// It cannot be reached, or does not answer in time.
        case away
        /// It answers, and refuses: somebody has to put something right.
        case refuses
    }

    /// What waiting may do about it.
    public let kind: Kind
    /// A sentence that names it.
    public let sentence: String
    /// All that is known, for the log; it names no value.
    public let reason: String

    /// A trouble.
    public init(_ kind: Kind, _ sentence: String, reason: String) {
        self.kind = kind
        self.sentence = sentence
        self.reason = reason
    }

    /// What an error of the database's means.
    public init(_ error: any Error) {
        let reason = "\(error)"
        guard let error = error as? PostgresError else {
            self.init(.away, "The database does not answer in time.", reason: reason)
            return
        }
        let (kind, sentence) = Self.named(error.sqlState) ?? Self.unnamed(error)
        self.init(kind, sentence, reason: reason)
    }

    private static func named(_ state: SQLState?) -> (Kind, String)? {
        switch state {
        case .diskFull?: (.refuses, "The database's disk is full; an operator must make room.")
        case .outOfMemory?: (.refuses, "The database's server has no memory left; an operator must look at it.")
        case .ioError?: (.refuses, "The database cannot read or write a file; an operator must look at its disk.")
        case .readOnlyTransaction?:
            (.refuses, "The database takes no writes, such as a standby; DATABASE_URL must lead to the primary.")
        case .insufficientPrivilege?:
            (.refuses, "The database does not let the service's role do this; parklog migrate grants it again.")
        case .undefinedTable?, .undefinedSchema?, .undefinedFunction?:
            (.refuses, "The database lacks the schema, or a part of it; parklog migrate makes it.")
        case .tooManyConnections?: (.away, "The database has no connection left to give.")
        case .cannotConnectNow?: (.away, "The database is starting up or shutting down.")
        case .adminShutdown?: (.away, "The database is shutting down.")
        case .crashShutdown?: (.away, "The database has crashed and recovers.")
        default: nil
        }
    }

    private static func unnamed(_ error: PostgresError) -> (Kind, String) {
        switch error.code {
        case .connectionFailed, .poolTimeout, .closed: (.away, "The database cannot be reached.")
        case .cancelled, .server(.queryCanceled): (.away, "The database does not answer in time.")
        case .connectionLost where error.message == PostgresError.silence:
            (.away, "The database does not answer in time.")
        case .connectionLost, .commitOutcomeUnknown: (.away, "The connection to the database was lost.")
        // What this server has is told to nobody as done, also where it is asked again.
        case .standbyLeftBehind: (.refuses, "The database has not waited for its standby to have it, too.")
        case .server(let state) where state.isOfOthersMeanwhile:
            (.away, "The database was busy with what others did at the same time.")
        case .server(let state): (.refuses, "The database refuses this (\(state)); an operator must look at its log.")
        case .invalidParameter, .copyAborted, .connectionBusy, .transactionFailed, .transactionLeftOpen,
            .unexpectedResult:
            (.refuses, "The database answers what nobody expects; an operator must look at the service's log.")
        }
    }
}

extension PostgresError {
    /// What is said of a server that was waited for in vain.
    static let silence = "the server did not answer in time, and the connection was given up"

    /// Whether what was asked may have taken effect, or may yet: no answer to it came.
    public var leavesOutcomeOpen: Bool {
        switch code {
        case .connectionLost, .commitOutcomeUnknown, .standbyLeftBehind, .unexpectedResult: true
        case .connectionFailed, .server, .cancelled, .poolTimeout, .closed, .invalidParameter, .copyAborted,
            .connectionBusy, .transactionFailed, .transactionLeftOpen:
            false
        }
    }
}

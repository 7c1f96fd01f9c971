import CLibpq
import Logging

/// The one owner of a `PGconn`: every blocking call to libpq is made here, on the thread of whoever owns the wire.
///
/// Not `Sendable`: a connection actor or a listener's thread has it for itself.
final class Wire {
    let pointer: OpaquePointer
    let health: ConnectionHealth
    let canceller: Canceller
    /// Whether a COPY is under way; libpq would end it silently if another statement were sent.
    var isCopying = false
    /// What the configuration says of files beside the database.
    var archives: String?
    private let notices: NoticeSink
    private var prepared = PreparedStatements()
    private var encoder = ParameterEncoder()

    /// Takes over an open connection and the sink that is attached to it.
    init(_ pointer: OpaquePointer, notices: NoticeSink, health: ConnectionHealth, canceller: Canceller) {
        self.pointer = pointer
        self.notices = notices
        self.health = health
        self.canceller = canceller
    }

    deinit {
        canceller.arm(nil)
        PQfinish(pointer)
    }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }
    var isLost: Bool { PQstatus(pointer) == CONNECTION_BAD }

    /// Runs a prepared statement, preparing it first where this connection has not yet.
    func run(_ statement: Statement, _ parameters: [Parameter]) throws(PostgresError) -> QueryResult {
        try refuseWhileCopying(statement)
        do throws(PostgresError) {
            try encoder.encode(parameters)
        } catch {
            var error = error
            error.statement = statement.text
            throw error
        }
        try canceller.beginStatement()
        defer { canceller.endStatement() }
        do throws(PostgresError) {
            return try runEncoded(statement)
        } catch {
            guard let state = error.sqlState, error.code == .server(state),
                state == .invalidStatementName || state == .featureNotSupported
            else { throw error }
            // The table was altered since, or the server was told to forget: prepare anew. Within a transaction
            // that is too late, because the failure has ended it; the next one will find the statement fresh.
            let wasKnown = prepared.name(statement, encoder.types) != nil
            prepared.remove(statement)
            guard wasKnown, transactionStatus == PQTRANS_IDLE else { throw error }
            return try runEncoded(statement)
        }
    }

    private func runEncoded(_ statement: Statement) throws(PostgresError) -> QueryResult {
        let name = try prepare(statement)
        let sent = encoder.withArguments { count, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
        }
        let result = try answer(sent, statement.text)
        switch PQresultStatus(result.pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return result
        case let status: throw unexpected(status, statement)
        }
    }

    private func prepare(_ statement: Statement) throws(PostgresError) -> String {
        if let name = prepared.name(statement, encoder.types) { return name }
        let name = prepared.nextName()
        let types = encoder.types.map(\.rawValue)
        _ = try answer(PQsendPrepare(pointer, name, statement.text, Int32(types.count), types), statement.text)
        prepared.insert(statement, encoder.types, name: name)
        return name
    }

    /// Runs statements over the simple protocol, in one implicit transaction unless they say otherwise.
    func script(_ statement: Statement) throws(PostgresError) {
        try refuseWhileCopying(statement)
        try canceller.beginStatement()
        defer { canceller.endStatement() }
        let result = try answer(PQsendQuery(pointer, statement.text), statement.text)
        let status = PQresultStatus(result.pointer)
        if status == PGRES_COPY_IN || status == PGRES_COPY_OUT { throw unexpected(status, statement) }
    }

    /// Runs a statement that must not be cancelled: BEGIN, COMMIT, ROLLBACK and the like.
    @discardableResult
    func control(_ statement: Statement) throws(PostgresError) -> QueryResult {
        try answer(PQsendQuery(pointer, statement.text), statement.text)
    }

    /// Blocks until what was sent is answered in full, or until a COPY begins.
    ///
    /// Of several results the first failure counts, else the last result. (libpq's own blocking calls return the last
    /// one in any case, and with it lose why the server ended a connection.)
    func answer(_ sent: Int32, _ text: String) throws(PostgresError) -> QueryResult {
        guard sent == 1 else { throw lost(text) }
        var kept: OpaquePointer?
        var hasFailed = false
        while let next = PQgetResult(pointer) {
            let status = PQresultStatus(next)
            if hasFailed {
                PQclear(next)
            } else {
                PQclear(kept)
                kept = next
            }
            switch status {
            case PGRES_FATAL_ERROR: hasFailed = true
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return try checked(kept, text)
            default: break
            }
            if isLost { break }
        }
        let hasLeftStandbyBehind = notices.tookLeaveOfStandby()
        let result = try checked(kept, text)
        // Whoever is told that it is done would take it for safe.
        guard !hasLeftStandbyBehind else {
            throw PostgresError(
                .standbyLeftBehind, "the server has not waited for its synchronous standby", statement: text)
        }
        return result
    }

    /// Takes over a result and throws if it is a failure.
    func checked(_ answer: OpaquePointer?, _ text: String) throws(PostgresError) -> QueryResult {
        guard let answer else { throw lost(text) }
        let result = QueryResult(answer)
        switch PQresultStatus(answer) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
            let isLost = isLost
            if isLost { health.markBroken() }
            if isLost, canceller.isCut { throw silence(text) }
            throw PostgresError(result: answer, isLost: isLost, isCancelled: canceller.isCancelled, statement: text)
        default:
            return result
        }
    }

    /// What libpq says where there is no result to read.
    func lost(_ text: String) -> PostgresError {
        let isLost = isLost
        if isLost { health.markBroken() }
        if isLost, canceller.isCut { return silence(text) }
        return PostgresError(
            isLost ? .connectionLost : .unexpectedResult, PostgresError.firstLine(PQerrorMessage(pointer)),
            statement: text)
    }

    private func silence(_ text: String) -> PostgresError {
        PostgresError(.connectionLost, PostgresError.silence, statement: text)
    }

    func refuseWhileCopying(_ statement: Statement) throws(PostgresError) {
        guard isCopying else { return }
        throw PostgresError(.connectionBusy, "a COPY is under way on this connection", statement: statement.text)
    }

    /// Ends whatever exchange an unexpected answer has begun, so that the connection stays usable.
    func unexpected(_ status: ExecStatusType, _ statement: Statement) -> PostgresError {
        switch status {
        case PGRES_COPY_IN: endCopyIn(reason: "COPY is not expected here")
        case PGRES_COPY_OUT: drainCopyOut()
        default: break
        }
        drainResults()
        let name = PQresStatus(status).map { String(cString: $0) } ?? "an unknown status"
        return PostgresError(.unexpectedResult, "the server answered \(name)", statement: statement.text)
    }

    /// Reads all results that are left of a statement and drops them.
    func drainResults() {
        while let answer = PQgetResult(pointer) {
            let status = PQresultStatus(answer)
            PQclear(answer)
            // A script may begin one COPY after another.
            if status == PGRES_COPY_IN { endCopyIn(reason: "COPY is not expected here") }
            if status == PGRES_COPY_OUT { drainCopyOut() }
            if isLost { break }
        }
        if isLost { health.markBroken() }
    }
}

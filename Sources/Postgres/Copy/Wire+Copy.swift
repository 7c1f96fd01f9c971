import CLibpq

extension Wire {
    /// Runs a COPY FROM STDIN, see ``PostgresSession/copyIn(_:_:)``.
    func copyIn(_ statement: Statement, _ write: (inout CopyWriter) throws -> Void) throws -> Int {
        try canceller.withStatement {
            try beginCopy(statement, PGRES_COPY_IN)
            defer { isCopying = false }
            var writer = CopyWriter(wire: self, statement: statement.text)
            do {
                try write(&writer)
                try writer.finish()
            } catch {
                endCopyIn(reason: "ended by the client")
                drainResults()
                throw error
            }
            endCopyIn(reason: nil)
            return try finishCopy(statement).affected
        }
    }

    /// Runs a COPY TO STDOUT, see ``PostgresSession/copyOut(_:_:)``.
    func copyOut(_ statement: Statement, _ read: (borrowing CopyRow) throws -> Void) throws {
        try canceller.withStatement {
            try beginCopy(statement, PGRES_COPY_OUT)
            defer { isCopying = false }
            var parser = CopyParser()
            do {
                while let chunk = getCopyData() {
                    defer { PQfreemem(chunk.baseAddress) }
                    try parser.parse(UnsafeRawBufferPointer(chunk), read)
                }
            } catch {
                stopCopyOut()
                throw Self.readable(error, statement)
            }
            _ = try finishCopy(statement)
            do {
                try parser.finish()
            } catch {
                throw Self.readable(error, statement)
            }
        }
    }

    /// Hands a piece of the stream to libpq, which sends it and blocks while the server is behind.
    func putCopyData(_ bytes: [UInt8], _ statement: String) throws(PostgresError) {
        let sent = bytes.withUnsafeBytes { bytes in
            PQputCopyData(pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent != 1 else { return }
        // The server has ended the COPY on its own; its reason is the next result.
        _ = try checked(PQgetResult(pointer), statement)
        throw lost(statement)
    }

    /// Ends the stream: with a reason, the server drops what it got.
    func endCopyIn(reason: String?) {
        _ = PQputCopyEnd(pointer, reason)
    }

    /// Reads what is left of a COPY TO STDOUT and drops it.
    func drainCopyOut() {
        while let chunk = getCopyData() { PQfreemem(chunk.baseAddress) }
    }

    private func beginCopy(_ statement: Statement, _ expected: ExecStatusType) throws(PostgresError) {
        try refuseWhileCopying(statement)
        let result = try answer(PQsendQuery(pointer, statement.text), statement.text)
        let status = PQresultStatus(result.pointer)
        guard status == expected, PQbinaryTuples(result.pointer) == 1 else { throw unexpected(status, statement) }
        isCopying = true
    }

    private func finishCopy(_ statement: Statement) throws(PostgresError) -> QueryResult {
        defer { drainResults() }
        return try checked(PQgetResult(pointer), statement.text)
    }

    /// The next piece, to be freed by the caller, or nil at the end and on failure, which the next result tells.
    private func getCopyData() -> UnsafeMutableRawBufferPointer? {
        var chunk: UnsafeMutablePointer<CChar>?
        let count = PQgetCopyData(pointer, &chunk, 0)
        guard count > 0, let chunk else { return nil }
        return UnsafeMutableRawBufferPointer(start: chunk, count: Int(count))
    }

    /// Stops a stream that nobody wants any more; reading it to its end could take hours.
    private func stopCopyOut() {
        // Returns when the server has passed the request on, so it cannot hit what comes next (see Canceller).
        if let handle = CancelHandle(pointer), !handle.request() { health.markBroken() }
        drainCopyOut()
        drainResults()
    }

    private static func readable(_ error: any Error, _ statement: Statement) -> any Error {
        guard error is CopyParser.Fault else { return error }
        return PostgresError(
            .unexpectedResult, "the COPY stream is not in the binary format", statement: statement.text)
    }
}

extension Canceller {
    /// Runs `body` as one statement.
    fileprivate func withStatement<R>(_ body: () throws -> R) throws -> R {
        try beginStatement()
        defer { endStatement() }
        return try body()
    }
}

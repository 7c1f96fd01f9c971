import CLibpq

extension Wire {
    /// Runs a COPY FROM STDIN, see ``PostgresSession/copyIn(_:_:)``.
    func copyIn(_ statement: Statement, _ write: (inout CopyWriter) throws -> Void) throws -> Int {
        try canceller.withStatement {
            try beginCopyIn(statement)
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
            defer { drainResults() }
            return try checked(PQgetResult(pointer), statement.text).affected
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

    /// Reads a COPY TO STDOUT, which nobody asks for here, to its end and drops it.
    func drainCopyOut() {
        var chunk: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(pointer, &chunk, 0) > 0 { PQfreemem(chunk) }
    }

    private func beginCopyIn(_ statement: Statement) throws(PostgresError) {
        try refuseWhileCopying(statement)
        let result = try answer(PQsendQuery(pointer, statement.text), statement.text)
        let status = PQresultStatus(result.pointer)
        guard status == PGRES_COPY_IN, PQbinaryTuples(result.pointer) == 1 else { throw unexpected(status, statement) }
        isCopying = true
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

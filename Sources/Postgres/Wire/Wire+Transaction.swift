import CLibpq

extension Wire {
    /// Makes the transaction last, or says that it does not or may not.
    func commit() throws(PostgresError) {
        switch transactionStatus {
        case PQTRANS_INTRANS: break
        case PQTRANS_INERROR:
            // The server would answer this COMMIT with a ROLLBACK and no error.
            _ = rollBackIfOpen()
            throw PostgresError(.transactionFailed, "a statement of the transaction failed and the body went on")
        case PQTRANS_IDLE:
            throw PostgresError(.transactionFailed, "the body ended the transaction itself")
        default:
            throw lost("COMMIT")
        }
        let result: QueryResult
        do throws(PostgresError) {
            result = try control("COMMIT")
        } catch {
            _ = rollBackIfOpen()
            guard error.code == .connectionLost else { throw error }
            var error = error
            error.code = .commitOutcomeUnknown
            throw error
        }
        guard let tag = PQcmdStatus(result.pointer), String(cString: tag) == "COMMIT" else {
            throw PostgresError(.transactionFailed, "the server rolled the transaction back at its end")
        }
    }

    /// Rolls back what a body left open and says whether there was something.
    ///
    /// A connection on which even that fails is marked broken: nobody may find somebody else's transaction on it.
    func rollBackIfOpen() -> Bool {
        switch transactionStatus {
        case PQTRANS_IDLE: return false
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            do throws(PostgresError) {
                try control("ROLLBACK")
            } catch {
                health.markBroken()
            }
            return true
        default:
            health.markBroken()
            return false
        }
    }
}

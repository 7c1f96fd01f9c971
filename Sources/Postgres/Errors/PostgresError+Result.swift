import CLibpq

extension PostgresError {
    /// Reads a failed result; `isLost` says that the connection went with it.
    init(result: OpaquePointer, isLost: Bool, isCancelled: Bool, statement: String) {
        let state = ServerField.sqlState.read(from: result).map { SQLState(rawValue: $0) }
        let code: Code =
            if isLost {
                .connectionLost
            } else if isCancelled, state == .queryCanceled {
                .cancelled
            } else if let state {
                .server(state)
            } else {
                .unexpectedResult
            }
        self.init(
            code, ServerField.message.read(from: result) ?? Self.firstLine(PQresultErrorMessage(result)),
            sqlState: state,
            detail: ServerField.detail.read(from: result),
            hint: ServerField.hint.read(from: result),
            constraint: ServerField.constraint.read(from: result),
            statement: statement)
    }

    /// The first line of what libpq says, without the line's end.
    static func firstLine(_ message: UnsafePointer<CChar>?) -> String {
        let text = message.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no message"
    }
}

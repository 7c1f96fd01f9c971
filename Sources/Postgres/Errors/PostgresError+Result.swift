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

    /// What a server says that lets nobody in, parted from its code: libpq has `FATAL:  57P03: the database system …`.
    static func greeting(_ message: String) -> (message: String, state: SQLState?) {
        guard let match = message.firstMatch(of: #/: {2}([0-9A-Z]{5}): /#) else { return (message, nil) }
        var words = message
        words.replaceSubrange(match.range, with: ":  ")
        return (words, SQLState(rawValue: String(match.1)))
    }

    /// The first line of what libpq says, without the line's end.
    static func firstLine(_ message: UnsafePointer<CChar>?) -> String {
        let text = message.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no message"
    }
}

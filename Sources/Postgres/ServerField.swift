import CLibpq

/// A part of the server's answer to a statement that failed, or of a notice.
struct ServerField {
    /// The letter that marks the part in the protocol.
    private let mark: Unicode.Scalar

    /// The severity in English, whatever language the server speaks.
    static let severity = ServerField(mark: "V")
    static let sqlState = ServerField(mark: "C")
    static let message = ServerField(mark: "M")
    static let detail = ServerField(mark: "D")
    static let hint = ServerField(mark: "H")
    static let constraint = ServerField(mark: "n")

    func read(from result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(mark.value)).map { String(cString: $0) }
    }
}

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

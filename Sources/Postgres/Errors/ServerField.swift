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
    /// The server's function that says it, which no language changes.
    static let function = ServerField(mark: "R")

    func read(from result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(mark.value)).map { String(cString: $0) }
    }
}

/// What may be done on a connection, inside a synchronous body that runs on the connection's own thread.
///
/// Each statement is prepared on its first use on a connection; values travel in binary. Nothing suspends here, so
/// statements of one body are never mixed with those of another. A session cannot leave its body.
public struct PostgresSession {
    let wire: Wire

    /// The folder with what was moved out of the database to files (``PostgresConfiguration/archives``); nil for none.
    public var archives: String? { wire.archives }

    /// Runs one statement and returns its rows.
    ///
    /// Throws ``PostgresError/Code/server(_:)``, ``PostgresError/Code/connectionLost``,
    /// ``PostgresError/Code/cancelled`` and ``PostgresError/Code/invalidParameter``.
    public func query(_ statement: Statement, _ parameters: [Parameter] = []) throws(PostgresError) -> Rows {
        Rows(result: try wire.run(statement, parameters))
    }

    /// Runs one statement and returns how many rows it touched, 0 for one that counts none.
    @discardableResult
    public func execute(_ statement: Statement, _ parameters: [Parameter] = []) throws(PostgresError) -> Int {
        try wire.run(statement, parameters).affected
    }

    /// Runs several statements without parameters, such as a migration; rows that they answer are dropped.
    ///
    /// Outside a transaction they form one of their own, unless they contain BEGIN or COMMIT.
    public func script(_ statement: Statement) throws(PostgresError) {
        try wire.script(statement)
    }

    /// Sends a notification, which the server delivers when the transaction commits.
    ///
    /// The payload is at most 7999 bytes. At commit the server takes a lock over all databases for it, so it does
    /// not belong into a transaction that many others wait for.
    public func notify(_ channel: Channel, _ payload: String = "") throws(PostgresError) {
        try execute("SELECT pg_notify($1, $2)", [.text(channel.name), .text(payload)])
    }

    /// Sends names that have no blanks, separated by blanks, in as few notifications as hold them, all at one commit.
    public func notify(_ channel: Channel, names: [String]) throws(PostgresError) {
        var payloads: [String] = []
        var length = 0
        for name in names {
            if payloads.isEmpty || length + name.utf8.count + 1 > Self.longestPayload {
                payloads.append(name)
                length = name.utf8.count
            } else {
                payloads[payloads.count - 1] += " " + name
                length += name.utf8.count + 1
            }
        }
        guard !payloads.isEmpty else { return }
        try execute(
            "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload", [.text(channel.name), .texts(payloads)])
    }

    /// What the server takes for one, in bytes.
    private static let longestPayload = 7_999

    /// Loads rows with a `COPY … FROM STDIN (FORMAT binary)` and returns how many there were.
    ///
    /// `write` hands over row after row. What it throws is thrown on, after the COPY has been aborted: nothing of it
    /// is kept, and the connection stays usable (inside a transaction, that one has failed). The session must not be
    /// used inside `write`.
    @discardableResult
    public func copyIn(_ statement: Statement, _ write: (inout CopyWriter) throws -> Void) throws -> Int {
        try wire.copyIn(statement, write)
    }
}

@available(*, unavailable)
extension PostgresSession: Sendable {}

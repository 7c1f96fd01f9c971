public import Logging

/// One connection, an actor on a thread of its own.
///
/// Bodies are synchronous and run one after another on that thread: nothing suspends inside them, so a transaction is
/// never mixed with another, and blocking there blocks nobody else.
///
/// When the calling task is cancelled, the statement under way is cancelled on the server, the later ones of the same
/// body are not sent, and the call throws ``PostgresError/Code/cancelled``; the connection stays usable. A statement
/// that was faster than its cancellation stands, and its result is returned. A cancel request never reaches
/// another statement than the one it was for: the connection waits for it before it goes on, and is given up if its
/// fate cannot be known. Where the configuration has a ``PostgresConfiguration/farewell``, a server that does not end the
/// statement by then loses the connection, and the call throws ``PostgresError/Code/connectionLost``.
public actor PostgresConnection {
    private nonisolated let executor: ThreadExecutor
    private nonisolated let canceller: Canceller
    private nonisolated let health: ConnectionHealth
    private var wire: Wire?
    private nonisolated let socket: ConnectionSocket
    /// Where it leads, for another one to the same place.
    private var place: (configuration: PostgresConfiguration, logger: Logger)?

    /// The connection's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Whether the connection is lost or closed, or must not be used any more, and so has to be replaced.
    nonisolated var isBroken: Bool { health.isBroken }

    /// Whether the server has sent something although nothing was asked, which is mostly its farewell.
    ///
    /// Meant for a connection that is idle; costs one system call.
    nonisolated var hasUnaskedInput: Bool { socket.isReadable }

    /// Gives the connection up although something may be under way: its server does not answer. Returns at once.
    nonisolated func cut() {
        canceller.cut()
    }

    /// Connects; the server's notices go to the logger.
    ///
    /// Throws ``PostgresError/Code/connectionFailed``, or ``PostgresError/Code/cancelled`` when the task is cancelled.
    public static func connect(
        _ configuration: PostgresConfiguration, logger: Logger
    ) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection(executor: try ThreadExecutor(), farewell: configuration.farewell)
        do {
            try await withTaskCancellationHandler {
                try await connection.open(configuration, logger)
            } onCancel: {
                connection.cut()
            }
        } catch {
            if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled while connecting") }
            throw error as? PostgresError ?? PostgresError(.connectionFailed, "\(error)")
        }
        return connection
    }

    private init(executor: ThreadExecutor, farewell: Duration?) {
        self.executor = executor
        health = ConnectionHealth()
        socket = ConnectionSocket()
        canceller = Canceller(health: health, socket: socket, farewell: farewell)
    }

    deinit {
        executor.stop()
    }

    private func open(_ configuration: PostgresConfiguration, _ logger: Logger) throws(PostgresError) {
        let wire = try Wire.connect(
            configuration, logger: logger, health: health, canceller: canceller, isAbandoned: { Task.isCancelled })
        wire.archives = configuration.archives
        self.wire = wire
        place = (configuration, logger)
    }

    /// Runs a body whose statements each commit on their own.
    ///
    /// If it leaves a transaction open, that is rolled back and ``PostgresError/Code/transactionLeftOpen`` thrown.
    @discardableResult
    public func run<R: Sendable>(_ body: @Sendable (PostgresSession) throws -> R) async throws -> R {
        try await cancellable { wire in
            let outcome = Result { try body(PostgresSession(wire: wire)) }
            let wasLeftOpen = wire.rollBackIfOpen()
            let value = try outcome.get()
            guard !wasLeftOpen else {
                throw PostgresError(.transactionLeftOpen, "a body outside a transaction left one open")
            }
            return value
        }
    }

    /// Runs a body as one transaction: it commits when the body returns and rolls back when it throws.
    ///
    /// Each statement sees what was committed when it began (read committed), whatever the server's default.
    ///
    /// A commit whose answer is lost with the connection throws ``PostgresError/Code/commitOutcomeUnknown``. A body
    /// that caught the failure of one of its statements has nothing left to commit and gets
    /// ``PostgresError/Code/transactionFailed``. COMMIT itself is never cancelled: a task cancelled before it rolls
    /// back, one cancelled during it gets the result.
    @discardableResult
    public func transaction<R: Sendable>(_ body: @Sendable (PostgresSession) throws -> R) async throws -> R {
        try await cancellable { [canceller] wire in
            // By name, for the server may have another default.
            try wire.control("BEGIN ISOLATION LEVEL READ COMMITTED")
            let value: R
            do {
                value = try body(PostgresSession(wire: wire))
                if canceller.isCancelled {
                    throw PostgresError(.cancelled, "the task was cancelled before the transaction was committed")
                }
            } catch {
                _ = wire.rollBackIfOpen()
                throw error
            }
            try wire.commit()
            return value
        }
    }

    /// Another connection to the same place.
    public nonisolated func another() async throws -> PostgresConnection {
        guard let place = await place else { throw PostgresError(.closed, "the connection is closed") }
        return try await PostgresConnection.connect(place.configuration, logger: place.logger)
    }

    /// Runs a body while a lock is held that the statement takes, such as `lock table … in exclusive mode`; first waits for it.
    ///
    /// A transaction on a connection of its own holds it, which does nothing else: the body may take as many transactions
    /// as it likes. Where that connection is lost, so is the lock: `check` throws then, before what rests on it, and so does the
    /// end. A lock on a table, unlike an advisory one, is out of reach of whoever has no right on the table.
    public nonisolated func holding<R: Sendable>(
        _ lock: Statement, _ body: (_ check: () async throws -> Void) async throws -> R
    ) async throws -> R {
        let holder = try await another()
        do {
            try await holder.begin(lock)
            let result = try await body { try await holder.checkHolding() }
            try await holder.checkHolding()
            await holder.end()
            return result
        } catch {
            await holder.end()
            throw error
        }
    }

    /// Throws where the transaction that holds a lock has ended, and so the lock was given back.
    private func checkHolding() async throws {
        try await cancellable { wire in _ = try wire.run("select 1", []) }
    }

    /// Leaves a transaction open that has run one statement.
    private func begin(_ statement: Statement) async throws {
        try await cancellable { wire in
            try wire.control("BEGIN ISOLATION LEVEL READ COMMITTED")
            // It is meant to be idle, for as long as it takes.
            try wire.control("SET LOCAL idle_in_transaction_session_timeout = 0")
            _ = try wire.run(statement, [])
        }
    }

    private func end() {
        _ = wire?.rollBackIfOpen()
        close()
    }

    /// Closes the connection after what is queued; later calls throw ``PostgresError/Code/closed``.
    public func close() {
        health.markBroken()
        socket.close()
        wire = nil
    }

    private func cancellable<R: Sendable>(_ body: (Wire) throws -> R) async throws -> R {
        let number = canceller.beginBody()
        defer { canceller.endBody() }
        return try await withTaskCancellationHandler {
            // The handler is set before this is asked, so that a cancellation is seen by one of the two.
            if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled before its turn") }
            guard let wire else { throw PostgresError(.closed, "the connection is closed") }
            return try body(wire)
        } onCancel: {
            canceller.cancel(body: number)
        }
    }
}

public import Logging

/// A bounded set of connections that are lent to one borrower at a time, first come, first served.
///
/// Connections are opened when somebody waits for one. A broken one is closed and replaced; while the server cannot
/// be reached, one attempt follows another at growing, random intervals, and those who wait still get their
/// ``PostgresError/Code/poolTimeout`` at their deadlines. Where the pool has a time after which it doubts a server, one that
/// answers nobody any more loses the connections that wait for it (``PostgresError/Code/connectionLost``). A connection that broke while it was idle is
/// mostly noticed before it is lent; where not, its borrower gets ``PostgresError/Code/connectionLost``.
public actor PostgresPool {
    private typealias Answer = Result<PostgresConnection, PostgresError>

    private let configuration: PostgresConfiguration
    private let deadline: Duration
    private let doubt: Duration?
    private let logger: Logger
    private var state: PoolState<PostgresConnection>
    private var waiting: [UInt64: CheckedContinuation<Answer, Never>] = [:]
    private var nextWaiter: UInt64 = 0
    private var backoff = Backoff()
    private var lastFailure: PostgresError?
    /// Set while the server cannot be reached: one opener tries, the others give their places back.
    private var isRetrying = false
    private var retry: Task<Void, any Error>?
    private var openers: [UInt64: Task<Void, Never>] = [:]
    private var nextOpener: UInt64 = 0
    private var closers: [CheckedContinuation<Void, Never>] = []
    private var lent = LentConnections()
    /// Looks after what is lent, for as long as anything is.
    private var watch: Task<Void, Never>?

    /// Makes a pool of at most `size` connections, which must be at least one; none is opened yet.
    ///
    /// - Parameters:
    ///   - deadline: how long a borrower waits who names no time of its own.
    ///   - doubt: how long a connection may be lent before the pool asks over another one whether the server still answers;
    ///     within three quarters of that time again it has to. A slow statement is left alone, a frozen server is not waited
    ///     for. Nil for a pool that does not ask.
    public init(
        _ configuration: PostgresConfiguration, size: Int, deadline: Duration = .seconds(5), doubt: Duration? = nil,
        logger: Logger
    ) {
        precondition(size > 0, "a pool needs room for a connection")
        self.configuration = configuration
        self.deadline = deadline
        self.doubt = doubt
        self.logger = logger
        state = PoolState(size: size)
    }

    /// Lends a connection to `body`, which must not use it after it has returned.
    nonisolated(nonsending) func withConnection<R: Sendable>(
        deadline: Duration? = nil,
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> R
    ) async throws -> R {
        let connection = try await lend(deadline ?? self.deadline)
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Runs a body on a free connection, see ``PostgresConnection/run(_:)``.
    ///
    /// Throws what `body` throws; ``PostgresError/Code/poolTimeout`` if no connection was free or could be opened
    /// within `deadline`; ``PostgresError/Code/cancelled`` if the task is cancelled while it waits;
    /// ``PostgresError/Code/closed`` after ``close()``.
    @discardableResult
    public nonisolated(nonsending) func run<R: Sendable>(
        deadline: Duration? = nil, _ body: @Sendable (PostgresSession) throws -> R
    ) async throws -> R {
        try await withConnection(deadline: deadline) { try await $0.run(body) }
    }

    /// Runs a body on a connection beside the pool's, which is made for it and closed after it: whether one can be made at all is
    /// what the pool meets when it next needs one.
    ///
    /// Throws as ``PostgresConnection/connect(_:logger:)`` and `body` do.
    public nonisolated(nonsending) func runAnew<R: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> R
    ) async throws -> R {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            let value = try await connection.run(body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Runs a transaction on a free connection, see ``PostgresConnection/transaction(_:)``.
    ///
    /// Throws as ``run(deadline:_:)`` does.
    @discardableResult
    public nonisolated(nonsending) func transaction<R: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> R
    ) async throws -> R {
        try await withConnection { try await $0.transaction(body) }
    }

    /// Refuses new borrowers and those who wait, waits for the lent connections to come back and closes them all.
    public func close() async {
        let (waiters, idle) = state.close()
        for waiter in waiters { answer(waiter, .failure(Self.closedError)) }
        retry?.cancel()
        for opener in openers.values { opener.cancel() }
        for connection in idle { await finish(connection) }
        guard !state.isDrained else { return }
        await withCheckedContinuation { closers.append($0) }
    }

    /// How many connections there are, lent, idle, opening and closing ones together.
    var connectionCount: Int { state.total }
    /// How many borrowers wait.
    public var waiterCount: Int { state.waiters.count }
}

// MARK: - Lending

extension PostgresPool {
    private static var closedError: PostgresError { PostgresError(.closed, "the pool is closed") }

    private func lend(_ deadline: Duration) async throws(PostgresError) -> PostgresConnection {
        if Task.isCancelled { throw unserved(.cancelled, "the task was cancelled before it asked for a connection") }
        nextWaiter += 1
        let waiter = nextWaiter
        while true {
            switch state.request(waiter) {
            case .refuse: throw Self.closedError
            case .wait:
                openWhatIsNeeded()
                return note(try await wait(waiter, deadline).get())
            case .lend(let connection):
                if !connection.isBroken, !connection.hasUnaskedInput { return note(connection) }
                logger.debug("an idle connection has ended and is replaced")
                _ = state.giveBack(connection, isBroken: true)
                Task { await self.finish(connection) }
            }
        }
    }

    private func wait(_ waiter: UInt64, _ deadline: Duration) async -> Answer {
        let alarm = Task {
            try await Task.sleep(for: deadline)
            self.timeOut(waiter, deadline)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiting[waiter] = $0 }
        } onCancel: {
            Task { await self.abandon(waiter) }
        }
    }

    private func timeOut(_ waiter: UInt64, _ deadline: Duration) {
        guard state.leave(waiter) else { return }
        answer(waiter, .failure(unserved(.poolTimeout, "no connection was free within \(deadline)")))
    }

    private func abandon(_ waiter: UInt64) {
        guard state.leave(waiter) else { return }
        answer(waiter, .failure(unserved(.cancelled, "the task was cancelled while it waited for a connection")))
    }

    /// What somebody is told who got no connection: with it why the last attempt failed, if one did.
    private func unserved(_ code: PostgresError.Code, _ words: String) -> PostgresError {
        PostgresError(
            code, words + (lastFailure.map { "; the last attempt to connect: \($0.message)" } ?? ""),
            sqlState: lastFailure?.sqlState)
    }

    private func answer(_ waiter: UInt64, _ answer: Answer) {
        waiting.removeValue(forKey: waiter)?.resume(returning: answer)
    }

    private func giveBack(_ connection: PostgresConnection) async {
        lent.giveBack(connection)
        // A server that works has no failure to tell of.
        if !connection.isBroken { lastFailure = nil }
        await hand(connection, state.giveBack(connection, isBroken: connection.isBroken))
    }

    private func hand(_ connection: PostgresConnection, _ handover: PoolState<PostgresConnection>.Handover) async {
        switch handover {
        case .keep: break
        case .lend(let waiter): answer(waiter, .success(connection))
        case .close: await finish(connection)
        }
    }

    /// Closes a connection and only then gives its place to another, so that the bound holds on the server too.
    private func finish(_ connection: PostgresConnection) async {
        await connection.close()
        state.closed()
        openWhatIsNeeded()
        announceIfDrained()
    }

    private func announceIfDrained() {
        guard state.isClosed, state.isDrained else { return }
        for closer in closers { closer.resume() }
        closers = []
    }
}

// MARK: - A server that answers nobody

extension PostgresPool {
    private func note(_ connection: PostgresConnection) -> PostgresConnection {
        lent.lend(connection)
        if watch == nil, let doubt { watch = Task { await watchLent(doubt) } }
        return connection
    }

    /// Looks for as long as something is lent.
    private func watchLent(_ doubt: Duration) async {
        while !lent.isEmpty {
            // Nobody cancels it: it ends when all is given back.
            try? await Task.sleep(for: doubt / 4)
            let line = ContinuousClock.now.advanced(by: .zero - doubt)
            guard lent.isSilent(since: line), !lent.lent(before: line).isEmpty else { continue }
            let asked = ContinuousClock.now
            if await PostgresConnection.serverAnswers(configuration, within: doubt * 3 / 4, logger) {
                lent.heard(at: asked)
            } else if lent.isSilent(since: asked) {
                logger.error("the database answers nobody; the connections that wait for it are given up")
                for connection in lent.lent(before: line) { connection.cut() }
            }
        }
        watch = nil
    }
}

// MARK: - Opening

extension PostgresPool {
    private func openWhatIsNeeded() {
        // While the server cannot be reached, the one who retries speaks for all.
        guard !isRetrying else { return }
        for _ in 0..<state.claimOpenings() {
            nextOpener += 1
            let opener = nextOpener
            openers[opener] = Task {
                await self.open()
                self.openers[opener] = nil
            }
        }
    }

    private func open() async {
        while true {
            do throws(PostgresError) {
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                succeeded()
                await hand(connection, state.opened(connection))
                openWhatIsNeeded()
                return
            } catch {
                guard await pauseAfter(error) else { break }
            }
        }
        state.openingEnded()
        openWhatIsNeeded()
        announceIfDrained()
    }

    private func succeeded() {
        lastFailure = nil
        backoff = Backoff()
    }

    /// Waits before the next attempt; returns false if there shall be none, because another opener already retries or
    /// nobody waits any more.
    private func pauseAfter(_ failure: PostgresError) async -> Bool {
        guard !state.isClosed else { return false }
        lastFailure = failure
        logger.warning("cannot connect to the database", metadata: ["error": "\(failure)"])
        guard !isRetrying else { return false }
        isRetrying = true
        let pause = backoff.pause()
        let retry = Task { try await Task.sleep(for: pause) }
        self.retry = retry
        _ = await retry.result
        isRetrying = false
        return !state.isClosed && !state.waiters.isEmpty
    }
}

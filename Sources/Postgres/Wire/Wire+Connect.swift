import CLibpq
import Logging

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Wire {
    private static let pollMilliseconds: Int32 = 50

    /// Connects, blocking the thread for no longer than the configured time plus the name lookup.
    ///
    /// libpq's own blocking call would print the notices that a server sends while it greets, and could not be
    /// abandoned. `isAbandoned` is asked about twenty times a second.
    static func connect(
        _ configuration: PostgresConfiguration, logger: Logger, health: ConnectionHealth, canceller: Canceller,
        isAbandoned: () -> Bool
    ) throws(PostgresError) -> Wire {
        guard let pointer = start(configuration) else {
            throw PostgresError(.connectionFailed, "out of memory")
        }
        let notices = NoticeSink(logger)
        notices.attach(to: pointer)
        // From here on the wire closes the connection, also when something throws.
        let wire = Wire(pointer, notices: notices, health: health, canceller: canceller)
        do throws(PostgresError) {
            // So that a failure tells its code, which libpq hands on in no other way before there is a session.
            PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
            try wire.finishConnecting(isAbandoned)
            PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
            try canceller.connected(wire)
            try wire.configureSession(configuration)
        } catch {
            health.markBroken()
            throw error
        }
        canceller.arm(CancelHandle(pointer))
        return wire
    }

    private static func start(_ configuration: PostgresConfiguration) -> OpaquePointer? {
        // libpq takes two NULL-terminated arrays of C strings, which live until it has copied them.
        let keywords = configuration.keywords.map { strdup($0.0) } + [nil]
        let values = configuration.keywords.map { strdup($0.1) } + [nil]
        defer { (keywords + values).forEach { free($0) } }
        return PQconnectStartParams(
            keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
    }

    private func finishConnecting(_ isAbandoned: () -> Bool) throws(PostgresError) {
        let deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
        var wanted = PGRES_POLLING_WRITING
        while !isLost {
            switch wanted {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_FAILED: throw connectionFailure()
            default: break
            }
            var descriptor = pollfd(
                fd: PQsocket(pointer), events: Int16(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0)
            let ready = poll(&descriptor, 1, Self.pollMilliseconds)
            if isAbandoned() { throw PostgresError(.cancelled, "the task was cancelled while connecting") }
            if let deadline, ContinuousClock.now > deadline {
                throw PostgresError(.connectionFailed, "the server did not answer in time")
            }
            // Asking libpq before the socket is ready would make it block.
            if ready > 0 { wanted = PQconnectPoll(pointer) }
        }
        throw connectionFailure()
    }

    /// The time that the URL or the configuration allows, nil for no limit.
    private var timeout: Duration? {
        guard let options = PQconninfo(pointer) else { return nil }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if strcmp(keyword, "connect_timeout") == 0, let value = option.pointee.val {
                let seconds = Int(String(cString: value)) ?? 0
                return seconds > 0 ? .seconds(seconds) : nil
            }
            option += 1
        }
        return nil
    }

    private func configureSession(_ configuration: PostgresConfiguration) throws(PostgresError) {
        // Set after connecting rather than in the greeting: poolers refuse options there, and the URL may have some.
        let body = canceller.beginBody()
        defer { canceller.endBody() }
        if let timeout { canceller.limit(body, to: timeout) }
        do throws(PostgresError) {
            try control("SET TIME ZONE 'UTC'")
            if let milliseconds = configuration.statementTimeoutMilliseconds {
                _ = try run("SELECT set_config('statement_timeout', $1, false)", [.text(String(milliseconds))])
            }
        } catch {
            var error = error
            error.code = .connectionFailed
            throw error
        }
    }

    private func connectionFailure() -> PostgresError {
        let (message, state) = PostgresError.greeting(PostgresError.firstLine(PQerrorMessage(pointer)))
        // What libpq cannot parse it quotes, and that may be a password with a character that had to be escaped.
        let isMalformed = message.hasPrefix("invalid ") || message.hasPrefix("missing ")
        return PostgresError(
            .connectionFailed, isMalformed ? "the connection's URL is malformed" : message, sqlState: state)
    }
}

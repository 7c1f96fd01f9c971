public import Logging
public import Postgres
public import ServiceLifecycle

/// Keeps a verifier up to what the installation believes: its keys, and what it has revoked.
///
/// A token that is revoked is refused about two seconds later; while the database does not answer, what was known last holds.
public struct AccessWatch: Service {
    private let pool: PostgresPool
    private let verifier: TokenVerifier
    private let others: OtherIssuers
    private let logger: Logger

    /// How long a change may go unnoticed.
    private static let poll = Duration.seconds(2)
    /// How long a service that starts waits for a connection.
    private static let start = Duration.seconds(30)

    /// A watch.
    public init(_ verifier: TokenVerifier, _ pool: PostgresPool, others: OtherIssuers, logger: Logger) {
        self.verifier = verifier
        self.pool = pool
        self.others = others
        self.logger = logger
    }

    /// Looks before anybody is served; a busy database is waited for, as nobody waits for an answer yet.
    public func lookFirst() async throws { try await look(within: AccessWatch.start) }

    /// Looks once.
    ///
    /// - Parameter deadline: how long it waits for a connection; nil for as long as the pool's borrowers do.
    func look(within deadline: Duration? = nil) async throws {
        let trusted = try await pool.run(deadline: deadline) { try AccessStore.trusted($0) }
        let (known, missing) = others.known()
        let unreadable = await verifier.trust([trusted.issuer] + known, missing: missing, revoked: trusted.revoked)
        for issuer in unreadable {
            logger.error(
                "the keys of an issuer cannot be read; its tokens are refused", metadata: ["issuer": "\(issuer)"])
        }
    }

    /// Looks again and again until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await look() } catch {
                    logger.warning("revoked tokens are not known", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: AccessWatch.poll)
            }
        }
    }
}

public import Chronology
public import Logging
public import ServiceLifecycle
import Synchronization

/// Keeps the keys of other issuers: each is asked by a task of its own, so that one that does not answer holds up nobody.
///
/// Keys that were had are believed for a day while no newer ones can be had; then the issuer's tokens are refused.
public final class OtherIssuers: Service {
    private let issuers: [OtherIssuer]
    private let fetch: @Sendable (OtherIssuer.Source) async throws -> String
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let held = Mutex<[String: Held]>([:])

    private struct Held {
        let keySet: String
        let at: Instant
    }

    /// How long keys are believed that cannot be fetched again.
    static let longest = TimeSpan.hours(24)

    /// Issuers whose keys nobody has yet.
    public convenience init(
        _ issuers: [OtherIssuer], clock: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.init(issuers, clock: clock, logger: logger) { try await KeySetFetcher.fetch($0) }
    }

    init(
        _ issuers: [OtherIssuer], clock: @escaping @Sendable () -> Instant, logger: Logger,
        fetch: @escaping @Sendable (OtherIssuer.Source) async throws -> String
    ) {
        (self.issuers, self.clock, self.logger, self.fetch) = (issuers, clock, logger, fetch)
    }

    /// The issuers whose keys are known, and the names of those whose are not.
    func known() -> (trusted: [TrustedIssuer], missing: Set<String>) {
        let (now, held) = (clock(), held.withLock { $0 })
        var (trusted, missing): ([TrustedIssuer], Set<String>) = ([], [])
        for issuer in issuers {
            if let keys = held[issuer.name], now - keys.at < OtherIssuers.longest {
                trusted.append(issuer.trusted(with: keys.keySet))
            } else {
                missing.insert(issuer.name)
            }
        }
        return (trusted, missing)
    }

    /// Asks every issuer once, all at the same time.
    public func look() async {
        await withDiscardingTaskGroup { group in
            for issuer in issuers { group.addTask { _ = await self.look(at: issuer) } }
        }
    }

    /// Asks again and again until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for issuer in self.issuers {
                    group.addTask {
                        while !Task.isCancelled {
                            let wait = await self.look(at: issuer)
                            try? await Task.sleep(for: wait)
                        }
                    }
                }
            }
        }
    }

    /// Asks one issuer; how long to wait until the next time.
    private func look(at issuer: OtherIssuer) async -> Duration {
        do {
            let keySet = try await fetch(issuer.keys)
            guard TokenVerifier.isKeySet(keySet) else { throw KeySetError.noKeySet }
            let now = clock()
            held.withLock { $0[issuer.name] = Held(keySet: keySet, at: now) }
            return issuer.keys.interval
        } catch {
            // One that is asked no more has not failed.
            guard !Task.isCancelled else { return .zero }
            let isKnown = known().missing.contains(issuer.name) == false
            logger.warning(
                "the keys of an issuer cannot be had; \(isKnown ? "those that were had last are believed" : "its tokens are refused")",
                metadata: ["issuer": "\(issuer.name)", "error": "\(error)"])
            return .seconds(10)
        }
    }
}

extension OtherIssuer.Source {
    /// How long new keys may go unnoticed.
    fileprivate var interval: Duration {
        switch self {
        case .file: .seconds(2)
        case .address: .seconds(60)
        }
    }
}

import Access
public import Chronology
import Synchronization

/// How many requests are taken: of each token, and of each address that has none that is believed.
///
/// A token that is believed is never held back for the address that it comes from: behind a proxy, or a garage's router, that is
/// everybody's. So whoever guesses at tokens slows down only those who guess.
public final class RequestLimits: Sendable {
    private let clock: @Sendable () -> Instant
    private let tokens: Mutex<Buckets<TokenName>>
    private let strangers: Mutex<Buckets<[UInt8]>>

    /// Limits; a rate that is left out is the service's own.
    public init(
        token: RequestRate = .token, stranger: RequestRate = .stranger, clock: @escaping @Sendable () -> Instant
    ) {
        self.clock = clock
        tokens = Mutex(Buckets(token))
        strangers = Mutex(Buckets(stranger))
    }

    /// Takes a request of a token.
    func take(_ token: TokenName) throws(ProblemResponse) {
        let now = clock()
        guard tokens.withLock({ $0.take(token, at: now) }) == nil else {
            throw .tooManyRequests("The token has made too many requests")
        }
    }

    /// Takes a request that comes without a token that is believed.
    ///
    /// - Parameter client: nil where it does not come by a network.
    func takeStranger(_ client: IPAddress?) throws(ProblemResponse) {
        let now = clock()
        guard strangers.withLock({ $0.take(client?.subscriber ?? [], at: now) }) == nil else {
            throw .tooManyRequests("Too many requests have come from this address without a token that is believed")
        }
    }
}

extension ProblemResponse {
    /// A rate gives at least one request a second, so nobody waits longer.
    fileprivate static func tooManyRequests(_ what: String) -> ProblemResponse {
        ProblemResponse(.tooManyRequests, "\(what); try again in a second.")
    }
}

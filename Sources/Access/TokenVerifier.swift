public import Chronology
import Crypto
import Foundation
import JWTKit
import Parking
import Synchronization

/// Finds out who sends a token.
///
/// A token that has been checked is known by its digest until it expires, so that the second time costs a look-up; it is
/// forgotten when its issuer's keys change, and whether it was revoked is asked for each time.
public final class TokenVerifier: Sendable {
    private let clock: @Sendable () -> Instant
    private let state = Mutex(State())

    /// As many characters as a token may have.
    static let longest = 8_192
    /// Tokens that are remembered; where there are more, all are forgotten.
    private static let mostKnown = 10_000
    private static let algorithms: Set<String> = ["ES256", "ES384", "EdDSA", "RS256", "PS256"]

    private struct State {
        var issuers: [String: Issuer] = [:]
        /// Those that would be believed if their keys were known.
        var missing: Set<String> = []
        var revoked: Set<String> = []
        var known: [SHA256Digest: Known] = [:]
    }

    private struct Issuer: Sendable {
        let trusted: TrustedIssuer
        let keys: JWTKeyCollection
        let ids: Set<String>
    }

    private struct Known {
        let caller: Caller
        /// As it was when the token was checked.
        let issuer: TrustedIssuer
        let id: String?
        let from: Instant
        let until: Instant
    }

    /// A verifier that believes nobody yet.
    public init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

    /// From now on these are believed, and no others.
    ///
    /// - Parameters:
    ///   - missing: the names of issuers whose keys are not known for the time being.
    ///   - revoked: the ids of tokens of the installation that are not believed, though they are signed.
    /// - Returns: the issuers whose keys cannot be read; they are not believed.
    @discardableResult
    public func trust(
        _ issuers: [TrustedIssuer], missing: Set<String> = [], revoked: Set<String>
    ) async -> [String] {
        var (believed, unreadable): ([String: Issuer], [String]) = ([:], [])
        for issuer in issuers {
            if let same = state.withLock({ $0.issuers[issuer.name] }), same.trusted == issuer {
                believed[issuer.name] = same
                continue
            }
            guard let keys = TokenVerifier.keys(of: issuer.keySet) else {
                unreadable.append(issuer.name)
                continue
            }
            let collection = JWTKeyCollection()
            var ids: Set<String> = []
            for key in keys.keys {
                // A set may have keys for other ends, which are none of ours.
                guard let id = key.keyIdentifier, (try? await collection.add(jwk: key)) != nil else { continue }
                ids.insert(id.string)
            }
            believed[issuer.name] = Issuer(trusted: issuer, keys: collection, ids: ids)
        }
        state.withLock { state in
            // What an issuer may say has changed, so what its tokens said is asked anew.
            let changed = Set(state.issuers.keys).union(believed.keys).filter {
                state.issuers[$0]?.trusted != believed[$0]?.trusted
            }
            if !changed.isEmpty { state.known = state.known.filter { !changed.contains($0.value.issuer.name) } }
            (state.issuers, state.missing, state.revoked) = (believed, missing, revoked)
        }
        return unreadable
    }

    /// Who holds a token.
    public func bearer(of token: String) async throws(TokenRefused) -> Bearer {
        guard token.utf8.count <= TokenVerifier.longest else { throw .tooLong }
        let digest = SHA256.hash(data: Array(token.utf8))
        let found: Known
        if let known = state.withLock({ $0.known[digest] }) {
            found = known
        } else {
            found = try await check(token)
        }
        let now = clock()
        guard now < found.until else { throw .expired }
        guard now >= found.from else { throw .notYet }
        let isRevoked: Bool? = state.withLock { state in
            // Its keys may have been withdrawn while it was being checked.
            guard state.issuers[found.issuer.name]?.trusted == found.issuer else { return nil }
            if state.known.count >= TokenVerifier.mostKnown { state.known = [:] }
            state.known[digest] = found
            // What others call their tokens is no affair of ours.
            guard found.issuer.name == TrustedIssuer.local, let id = found.id else { return false }
            return state.revoked.contains(id)
        }
        guard let isRevoked else { return try await bearer(of: token) }
        guard !isRevoked else { throw .revoked }
        return Bearer(
            caller: found.caller,
            token: TokenName(issuer: found.issuer.name, id: found.id, holder: found.caller.actor))
    }

    /// Whether a text is a set of keys.
    static func isKeySet(_ text: String) -> Bool { keys(of: text) != nil }

    private static func keys(of text: String) -> JWKS? {
        try? JSONDecoder().decode(JWKS.self, from: Data(text.utf8))
    }

    private func check(_ token: String) async throws(TokenRefused) -> Known {
        let parsed: (header: JWTHeader, payload: Unchecked, signature: Data)
        do { parsed = try DefaultJWTParser().parse(Array(token.utf8), as: Unchecked.self) } catch { throw .malformed }
        guard let algorithm = parsed.header.alg, TokenVerifier.algorithms.contains(algorithm),
            parsed.header.fields["crit"] == nil
        else { throw .algorithm }
        let name = parsed.payload.iss ?? ""
        let (found, isMissing) = state.withLock { ($0.issuers[name], $0.missing.contains(name)) }
        guard let issuer = found else { throw isMissing ? .keysMissing : .unknownIssuer }
        guard let key = parsed.header.kid, issuer.ids.contains(key) else { throw .unknownKey }
        let claims: TokenClaims
        do {
            claims = try await issuer.keys.verify(token)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw .signature
        } catch is JWTError {
            throw .claims
        } catch {
            throw .signature
        }
        guard let caller = claims.caller, let until = Instant(claims.exp.value) else { throw .claims }
        if let audience = issuer.trusted.audience, claims.aud?.value.contains(audience) != true { throw .audience }
        guard issuer.trusted.allows(caller) else { throw .beyondIssuer }
        return Known(
            caller: caller, issuer: issuer.trusted, id: claims.jti?.value,
            from: claims.nbf.flatMap { Instant($0.value) } ?? .earliest, until: until)
    }

    /// What a token says of its issuer, before anybody has looked at its signature.
    private struct Unchecked: JWTPayload {
        var iss: String?

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
}

extension Instant {
    fileprivate init?(_ date: Date) {
        let seconds = date.timeIntervalSince1970
        guard seconds.isFinite, abs(seconds) < 7_000_000_000 else { return nil }
        self.init(microseconds: Int64(seconds * 1_000_000))
    }
}

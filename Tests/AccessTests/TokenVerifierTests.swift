@testable import Access
import Chronology
import Foundation
import JWTKit
import Parking
import TestSupport
import Testing

/// Whom a token is believed to be from, and which are not believed.
@Suite struct TokenVerifierTests {
    let key = SigningKey()
    let clock = SettableClock(Instant("2026-03-02T08:00:00+01:00")!)

    private func verifier(
        revoked: Set<String> = [], roles: Set<Role> = Set(Role.allCases), garages: Caller.Garages = .every,
        keys: String? = nil
    ) async -> TokenVerifier {
        let verifier = TokenVerifier(clock: { [clock] in clock.now })
        let set = #"{"keys": [\#(keys ?? key.publicKey)]}"#
        await verifier.trust(
            [TrustedIssuer("parklog", keySet: set, roles: roles, garages: garages)], revoked: revoked)
        return verifier
    }

    private func claims(_ change: (inout TokenClaims) -> Void = { _ in }) -> TokenClaims {
        let now = Date(timeIntervalSince1970: Double(clock.now.microseconds) / 1e6)
        var claims = TokenClaims(
            iss: "parklog", sub: "north-camera", exp: .init(value: now + 3_600), nbf: .init(value: now),
            iat: .init(value: now), jti: "token-1", role: .gate, garages: ["harbour"], gates: ["north"])
        change(&claims)
        return claims
    }

    private func refusal(of token: String, by verifier: TokenVerifier) async -> TokenRefused? {
        do {
            _ = try await verifier.bearer(of: token)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a token says who sends it, and what that may do`() async throws {
        let verifier = await verifier()
        let token = try await key.sign(claims())
        let caller = try await verifier.bearer(of: token).caller
        #expect(
            caller
                == Caller(
                    Actor("north-camera@parklog")!, .gate, garages: .these([GarageID("harbour")!]),
                    gates: [GateID("north")!]))
        // The second time it is known.
        #expect(try await verifier.bearer(of: token).caller == caller)
    }

    @Test func `a token for every garage is for each`() async throws {
        let token = try await key.sign(claims { $0.garages = ["*"] })
        #expect(try await verifier().bearer(of: token).caller.garages == .every)
    }

    @Test func `a token is not believed before its time, nor after it`() async throws {
        let (verifier, token) = (await verifier(), try await key.sign(claims()))
        _ = try await verifier.bearer(of: token)
        clock.set(clock.now + .hours(1) - .seconds(1))
        _ = try await verifier.bearer(of: token)
        clock.set(clock.now + .seconds(1))
        #expect(await refusal(of: token, by: verifier) == .expired)
        clock.set(clock.now - .hours(2))
        #expect(await refusal(of: token, by: verifier) == .notYet)
    }

    @Test func `a revoked token is refused, also where it was known`() async throws {
        let (verifier, token) = (await verifier(), try await key.sign(claims()))
        _ = try await verifier.bearer(of: token)
        await verifier.trust(
            [
                TrustedIssuer(
                    "parklog", keySet: #"{"keys": [\#(key.publicKey)]}"#, roles: Set(Role.allCases), garages: .every)
            ], revoked: ["token-1"])
        #expect(await refusal(of: token, by: verifier) == .revoked)
    }

    @Test func `a key that was withdrawn signs nothing any more, also of what was known`() async throws {
        let (verifier, token) = (await verifier(), try await key.sign(claims()))
        _ = try await verifier.bearer(of: token)
        await verifier.trust(
            [
                TrustedIssuer(
                    "parklog", keySet: #"{"keys": [\#(SigningKey().publicKey)]}"#, roles: Set(Role.allCases),
                    garages: .every)
            ], revoked: [])
        #expect(await refusal(of: token, by: verifier) == .unknownKey)
    }

    @Test func `a token of another key is refused, also under the right key's name`() async throws {
        let verifier = await verifier()
        let stranger = ES256PrivateKey()
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: stranger, kid: JWKIdentifier(string: key.id))
        let token = try await keys.sign(claims(), kid: JWKIdentifier(string: key.id))
        #expect(await refusal(of: token, by: verifier) == .signature)
        let unknown = try await SigningKey().sign(claims())
        #expect(await refusal(of: unknown, by: verifier) == .unknownKey)
    }

    @Test func `a changed token is refused`() async throws {
        let verifier = await verifier()
        let parts = try await key.sign(claims()).split(separator: ".").map(String.init)
        let operators = try await key.sign(claims { $0.role = .operator }).split(separator: ".").map(String.init)
        let forged = [parts[0], operators[1], parts[2]].joined(separator: ".")
        #expect(await refusal(of: forged, by: verifier) == .signature)
        for cut in [parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1], parts[1], "", "..", "a.b.c"] {
            #expect(await refusal(of: cut, by: verifier) != nil, "\(cut)")
        }
        #expect(await refusal(of: parts.joined(separator: ".") + "AAAA", by: verifier) == .signature)
    }

    @Test(arguments: ["none", "None", "HS256", "", "RS512"])
    func `an algorithm that is none, or symmetric, is refused`(algorithm: String) async throws {
        let verifier = await verifier()
        let parts = try await key.sign(claims()).split(separator: ".").map(String.init)
        let header = Data(#"{"alg": "\#(algorithm)", "kid": "\#(key.id)"}"#.utf8).base64EncodedString()
            .replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
        for signature in ["", parts[2]] {
            #expect(await refusal(of: "\(header).\(parts[1]).\(signature)", by: verifier) == .algorithm)
        }
    }

    @Test func `an issuer that nobody knows is not believed`() async throws {
        let token = try await key.sign(claims { $0.iss = "https://login.example" })
        #expect(await refusal(of: token, by: verifier()) == .unknownIssuer)
        #expect(await refusal(of: token, by: TokenVerifier(clock: { .earliest })) == .unknownIssuer)
    }

    @Test func `an issuer may give no more than it is trusted with`() async throws {
        let harbour = Caller.Garages.these([GarageID("harbour")!])
        let bounded = await verifier(roles: [.gate, .booking], garages: harbour)
        #expect(await refusal(of: try key.sign(claims()), by: bounded) == nil)
        #expect(await refusal(of: try key.sign(claims { $0.role = .operator }), by: bounded) == .beyondIssuer)
        #expect(await refusal(of: try key.sign(claims { $0.garages = ["*"] }), by: bounded) == .beyondIssuer)
        #expect(
            await refusal(of: try key.sign(claims { $0.garages = ["harbour", "other"] }), by: bounded) == .beyondIssuer)
    }

    @Test func `names in a token must be such as there are`() async throws {
        let verifier = await verifier()
        for change: (inout TokenClaims) -> Void in [
            { $0.garages = [] }, { $0.garages = ["Harbour 1"] }, { $0.gates = ["a b"] }, { $0.sub = "a b" },
            { $0.sub = .init(value: String(repeating: "x", count: 200)) }, { $0.exp = .init(value: .distantFuture) },
        ] {
            #expect(await refusal(of: try key.sign(claims(change)), by: verifier) == .claims)
        }
    }

    @Test func `a token of 100 KB is refused unread`() async {
        #expect(await refusal(of: String(repeating: "a", count: 100_000), by: verifier()) == .tooLong)
    }

    @Test func `keys that cannot be read make their issuer unknown, and no other`() async throws {
        let verifier = TokenVerifier(clock: { [clock] in clock.now })
        let good = TrustedIssuer(
            "parklog", keySet: #"{"keys": [\#(key.publicKey)]}"#, roles: Set(Role.allCases), garages: .every)
        let unreadable = await verifier.trust(
            [good, TrustedIssuer("other", keySet: "<html>", roles: [.gate], garages: .every)], revoked: [])
        #expect(unreadable == ["other"])
        _ = try await verifier.bearer(of: try key.sign(claims()))
    }
}

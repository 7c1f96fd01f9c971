@testable import Access
import Chronology
import HTTPTypes
import JWTKit
import TestSupport
import Testing

@testable import HTTPAPI

extension RequestLimits {
    /// Such as no test reaches.
    static var wide: RequestLimits {
        let rate = RequestRate(perSecond: 1_000_000, burst: 1_000_000)
        return RequestLimits(token: rate, stranger: rate, clock: { .earliest })
    }
}

extension HTTPTests {
    /// How many requests a token may make, and whoever has none.
    @Suite struct RequestLimitTests {
        private func with(
            _ body: @Sendable (Site, AccessTests.Tokens, SettableClock) async throws -> Void
        ) async throws {
            let tokens = await AccessTests.Tokens()
            let clock = SettableClock(tokens.now)
            let limits = RequestLimits(
                token: RequestRate(perSecond: 1, burst: 2), stranger: RequestRate(perSecond: 1, burst: 3),
                clock: clock.reading)
            let token = try await tokens.token(.operator, of: "*")
            try await Site.with(
                capacity: nil, authentication: .tokens(tokens.verifier, within: limits), token: token
            ) { try await body($0, tokens, clock) }
        }

        private func asks(_ site: Site) async throws -> Exchange { try await site.send(.get, "/v1/garages") }

        @Test func `a token that asks too often hears when to come again, and is served then`() async throws {
            try await with { site, tokens, clock in
                for _ in 1...2 { #expect(try await asks(site).status == .ok) }
                clock.set(tokens.now + TimeSpan(microseconds: 1))
                let refused = try await asks(site)
                #expect(refused.status == .tooManyRequests && refused.problem == "too-many-requests")
                #expect(refused.headers[.retryAfter] == "1")
                let other = site.by(try await tokens.token(.auditor, of: "*"))
                #expect(try await asks(other).status == .ok, "another token is another's matter")
                clock.set(tokens.now + .seconds(1))
                #expect(try await asks(site).status == .ok)
                #expect(try await asks(site).status == .tooManyRequests)
            }
        }

        @Test func `strangers are held by the address that they come from, and of version 6 by their network`() throws {
            let limits = RequestLimits(stranger: RequestRate(perSecond: 1, burst: 2), clock: { .earliest })
            let takes = { (address: String) in
                do throws(ProblemResponse) {
                    try limits.takeStranger(IPAddress(address))
                    return true
                } catch {
                    return false
                }
            }
            #expect(["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"].map(takes) == [true, true, false, true])
            #expect(
                ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"].map(takes)
                    == [true, true, false, true])
            #expect(takes("::ffff:192.0.2.1") == false, "an address of version 4 however it is written")
        }

        @Test func `tokens of one holder are held each by itself where they have ids`() async throws {
            try await with { site, tokens, _ in
                for id in ["one", "two"] {
                    let own = site.by(try await tokens.token(.operator, of: "*") { $0.jti = .init(value: id) })
                    for _ in 1...2 { #expect(try await asks(own).status == .ok) }
                    #expect(try await asks(own).status == .tooManyRequests)
                }
            }
        }

        @Test func `who guesses at tokens slows down those who guess, and no token that is believed`() async throws {
            try await with { site, tokens, clock in
                let stranger = site.by("hello")
                for _ in 1...3 { #expect(try await asks(stranger).status == .unauthorized) }
                let refused = try await asks(stranger)
                #expect(refused.problem == "too-many-requests" && refused.headers[.retryAfter] == "1")
                #expect(try await asks(site.by(nil)).status == .tooManyRequests)
                #expect(try await asks(site).status == .ok, "it comes from the same address")
                #expect(try await stranger.send(.get, "/health/live").status == .ok)
                clock.set(tokens.now + .seconds(1))
                #expect(try await asks(stranger).status == .unauthorized)
            }
        }
    }
}

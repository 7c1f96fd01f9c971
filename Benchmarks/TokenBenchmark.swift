import Access
import ArgumentParser
import Chronology
import Crypto
import Parking
import SystemTime

/// What finding out who speaks costs, the first time that a token comes and from then on.
struct TokenBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "Checking tokens, beside the digest of one.")

    @Option(help: "How many tokens there are.")
    var tokens = 1_000

    @Option(help: "How often each is checked again.")
    var rounds = 50

    func run() async throws {
        let (key, now) = (SigningKey(), systemClock())
        let verifier = TokenVerifier(clock: systemClock)
        await verifier.trust(
            [
                TrustedIssuer(
                    TrustedIssuer.local, keySet: #"{"keys": [\#(key.publicKey)]}"#, roles: Set(Role.allCases),
                    garages: .every)
            ], revoked: [])
        var all: [String] = []
        for number in 0..<tokens {
            let request = TokenRequest(
                subject: "camera-\(number)", role: .gate, garages: .these([GarageID("harbour")!]),
                gates: [GateID("north")!])
            all.append(try await request.sign(by: key, from: now - .minutes(1), until: now + .days(30)).token)
        }
        let first = try await timed(all) { _ = try await verifier.bearer(of: $0) }
        var again: [Duration] = []
        for _ in 0..<rounds { again += try await timed(all) { _ = try await verifier.bearer(of: $0) } }
        let garage = GarageID("harbour")!
        var rights: [Duration] = []
        for _ in 0..<rounds {
            rights += try await timed(all) { token in
                let caller = try await verifier.bearer(of: token).caller
                _ = try caller.maySend(.plateSeen, to: garage)
            }
        }
        var digests: [Duration] = []
        for _ in 0..<rounds { digests += try await timed(all) { _ = SHA256.hash(data: Array($0.utf8)) } }
        print("\(tokens) tokens of \(all[0].utf8.count) characters, ES256; ns  median      p99")
        for (what, durations) in [
            ("the first time", first), ("again", again), ("again, and what it may send", rights),
            ("its digest", digests),
        ] {
            let sorted = durations.sorted()
            func nanoseconds(_ part: Double) -> Int {
                Int(sorted[Int(part * Double(sorted.count - 1))] / .nanoseconds(1))
            }
            print(
                what.padded(to: 46), "\(nanoseconds(0.5))".padded(before: 8), "\(nanoseconds(0.99))".padded(before: 8))
        }
    }

    private func timed(_ tokens: [String], _ body: (String) async throws -> Void) async throws -> [Duration] {
        var durations: [Duration] = []
        for token in tokens {
            let started = ContinuousClock.now
            try await body(token)
            durations.append(ContinuousClock.now - started)
        }
        return durations
    }
}

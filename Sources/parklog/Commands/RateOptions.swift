import ArgumentParser
import HTTPAPI

/// How many requests a token may make.
struct RateOptions: ParsableArguments {
    @Option(help: "How many requests a second a token may make in the long run; the next is told when to come again.")
    var requestsPerSecond: Int = RequestRate.token.perSecond

    @Option(help: "How many it may make at once, when it has made none for a while.")
    var burst: Int = RequestRate.token.burst

    private static let most = 1_000_000

    var rate: RequestRate { RequestRate(perSecond: requestsPerSecond, burst: burst) }

    func validate() throws {
        for (option, value) in [("--requests-per-second", requestsPerSecond), ("--burst", burst)] {
            guard (1...RateOptions.most).contains(value) else {
                throw ValidationError("\(option) must be from 1 to \(RateOptions.most).")
            }
        }
    }
}

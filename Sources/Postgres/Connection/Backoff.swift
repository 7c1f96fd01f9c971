/// How long to wait before trying again: twice as long after each failure, up to a limit, and never the same for all.
struct Backoff {
    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.seconds(1)

    private var next = Self.first

    /// The next pause, somewhere in the upper half of what it may be, so that many clients do not come at once.
    mutating func pause(using random: inout some RandomNumberGenerator) -> Duration {
        let pause = next * Double.random(in: 0.5...1, using: &random)
        next = min(next * 2, Self.longest)
        return pause
    }

    mutating func pause() -> Duration {
        var random = SystemRandomNumberGenerator()
        return pause(using: &random)
    }
}

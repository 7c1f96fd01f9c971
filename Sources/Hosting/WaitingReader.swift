import Parking

/// Somebody who waits for the garage as the log holds it.
struct WaitingReader {
    let answer: CheckedContinuation<Result<Garage, CommandError>, Never>
    let askedAt: ContinuousClock.Instant
}

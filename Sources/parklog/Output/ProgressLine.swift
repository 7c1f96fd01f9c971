import Projections
import Synchronization

/// One line that says how far a rebuild is, for a person who watches; it is written anew a few times a second.
final class ProgressLine: Sendable {
    private struct State {
        var written = ContinuousClock.Instant?.none
        var length = 0
    }

    private let began = ContinuousClock.now
    private let state = Mutex(State())
    private let isWatched: Bool

    /// - Parameter isWatched: whether a person watches; otherwise nothing is written.
    init(isWatched: Bool = Terminal.isInteractive) { self.isWatched = isWatched }

    /// Shows a step, unless the last one was just shown.
    func show(_ step: RebuildProgress) {
        guard isWatched else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if let written = state.written, now < written.advanced(by: .milliseconds(200)) { return }
            let text = ProgressLine.text(step, after: began.duration(to: now))
            let blanks = String(repeating: " ", count: max(0, state.length - text.count))
            Terminal.write("\r\(text)\(blanks)")
            (state.written, state.length) = (now, text.count)
        }
    }

    /// Takes the line away.
    func end() {
        state.withLock { state in
            guard state.length > 0 else { return }
            Terminal.write("\r" + String(repeating: " ", count: state.length) + "\r")
            state = State()
        }
    }

    /// What is said after a time: how many events of how many, how many a second, and how long the rest takes at that pace.
    static func text(_ step: RebuildProgress, after time: Duration) -> String {
        let pace = Double(step.taken) / max(time / .seconds(1), 0.001)
        let left = pace > 0 ? Int((Double(max(0, step.total - step.taken)) / pace).rounded(.up)) : 0
        let part = step.total > 0 ? min(100, step.taken * 100 / step.total) : 100
        let rest = left < 60 ? "\(left) s" : "\(left / 60) min \(left % 60) s"
        return "\(part) %: \(step.taken) of \(step.total) events, \(Int(pace)) a second, \(rest) left"
    }
}

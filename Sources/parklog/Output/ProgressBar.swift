import Synchronization

/// A bar on the terminal for what takes over a second, with the pace and how long the rest takes at that; silent where nobody watches.
final class ProgressBar: Sendable {
    private struct State {
        var shown = -1
        var isShown = false
    }

    private let title: String
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    init(_ title: String) {
        self.title = title
    }

    /// Shows how much is done.
    func show(_ done: Int, of all: Int) {
        let time = ContinuousClock.now - started
        guard Terminal.isInteractive, all > 0, time > .seconds(1) else { return }
        let percent = done * 100 / all
        state.withLock { state in
            guard percent != state.shown else { return }
            state.shown = percent
            state.isShown = true
            let filled = percent * 30 / 100
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            let pace = Double(done) / (time / .seconds(1))
            let left = pace > 0 ? Int((Double(max(0, all - done)) / pace).rounded(.up)) : 0
            Terminal.write("\r\u{1B}[2K\(title) \(bar) \(percent) %, \(Int(pace)) a second, \(left) s left")
        }
    }

    /// Takes the bar away.
    func end() {
        state.withLock { state in
            guard state.isShown else { return }
            Terminal.write("\r\u{1B}[2K")
            state.isShown = false
        }
    }
}

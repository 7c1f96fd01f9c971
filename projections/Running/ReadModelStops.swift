/// Where read models stop at an event that they cannot take, and when they try it again: somebody may have cured what was the matter.
struct ReadModelStops {
    /// A garage's rows of one model.
    struct Place: Hashable {
        let garage: String
        let schema: String
    }

    /// An event that a model could not take, and when it tries again.
    struct Stop {
        let fault: GarageFold.Poisoned
        private let pause: Duration
        private let again: ContinuousClock.Instant

        fileprivate init(_ fault: GarageFold.Poisoned, after last: Stop?) {
            self.fault = fault
            pause = last.map { min($0.pause * 2, .seconds(600)) } ?? .seconds(1)
            again = .now.advanced(by: pause)
        }

        fileprivate func isDue(at now: ContinuousClock.Instant) -> Bool { again <= now }
    }

    /// Where a model stops at a garage's next event.
    private(set) var all: [Place: Stop] = [:]
    /// Whether something that had stopped went on since this was last asked.
    private var hasGoneOn = false
    private var faults: [Place: GarageFold.Poisoned] = [:]

    /// Whether a model stops there.
    func stops(at place: Place) -> Bool { all[place] != nil }

    /// Whether a model goes on there: it has not stopped, or it is time to try again.
    func goesOn(at place: Place, now: ContinuousClock.Instant) -> Bool { all[place]?.isDue(at: now) ?? true }

    /// A model could not take a garage's next event.
    mutating func stop(at place: Place, _ fault: GarageFold.Poisoned) {
        let last = all[place]
        all[place] = Stop(fault, after: last)
        // It is told once.
        if last?.fault != fault { faults[place] = fault }
    }

    /// A model took a garage's next event.
    mutating func wentOn(at place: Place) {
        if !all.isEmpty, all.removeValue(forKey: place) != nil { hasGoneOn = true }
    }

    /// Forgets what stopped, so that it is tried again: something was rebuilt, or nobody was listening.
    mutating func tryAgain() {
        guard !all.isEmpty else { return }
        (all, hasGoneOn) = ([:], true)
    }

    /// Forgets what stopped in some garages, so that it is tried again: somebody wants it.
    mutating func tryAgain(_ garages: Set<String>) {
        let others = garages.isEmpty ? all : all.filter { !garages.contains($0.key.garage) }
        guard others.count < all.count else { return }
        (all, hasGoneOn) = (others, true)
    }

    /// Whether something that had stopped went on since this was last asked.
    mutating func takeCured() -> Bool {
        defer { hasGoneOn = false }
        return hasGoneOn
    }

    /// The faults met since this was last asked.
    mutating func takeFaults() -> [Place: GarageFold.Poisoned] {
        defer { faults = [:] }
        return faults
    }
}

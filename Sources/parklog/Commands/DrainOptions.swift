import ArgumentParser
import Settings

/// How a service stops.
struct DrainOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.drainDelay.summary))
    var drainDelay: Int?
    @Option(help: ArgumentHelp(Setting.drainDeadline.summary))
    var drainDeadline: Int?

    var flags: [Setting: SettingValue?] {
        [.drainDelay: drainDelay.map(SettingValue.number), .drainDeadline: drainDeadline.map(SettingValue.number)]
    }
}

/// How long a service takes to stop.
struct DrainTimes: Sendable {
    /// How long it goes on while readiness says that it is about to stop.
    let delay: Duration
    /// How long it takes at most, the delay included.
    let deadline: Duration

    init(_ settings: Settings) throws {
        let (delay, deadline) = (settings.number(.drainDelay) ?? 0, settings.number(.drainDeadline) ?? 20)
        let source = settings[.drainDelay].source
        guard delay < deadline else {
            throw SettingsProblem(
                source: source,
                sentence: "\(source.naming(.drainDelay)) must be less than \(Setting.drainDeadline.name), \(deadline).")
        }
        (self.delay, self.deadline) = (.seconds(delay), .seconds(deadline))
    }
}

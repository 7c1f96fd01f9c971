import Chronology
import Parking
import Testing

// The test language of the decider: given what happened, when a command comes, then these events and this answer.

/// Something that happened, and when the log took it.
struct Moment {
    var occurredAt: Instant
    var recordedAt: Instant
    var events: [GarageEvent]
}

func at(_ instant: Instant, recorded: Instant? = nil, _ events: GarageEvent...) -> Moment {
    Moment(occurredAt: instant, recordedAt: recorded ?? instant, events: events)
}

/// A garage that was configured, which is event 1, and what happened then, from event 2 on.
func given(_ settings: GarageSettings, _ moments: Moment...) -> Given {
    var given = Given()
    given.take(at(.opening, .garageConfigured(.init(settings))))
    for moment in moments { given.take(moment) }
    return given
}

struct Given {
    private(set) var garage = Garage()

    mutating func take(_ moment: Moment) {
        for event in moment.events {
            garage.evolve(
                RecordedEvent(
                    version: garage.version + 1, occurredAt: moment.occurredAt, recordedAt: moment.recordedAt,
                    event: event))
        }
    }

    func when(_ command: Command, at now: Instant) -> Outcome {
        do throws(Refusal) {
            return Outcome(now: now, decision: .success(try garage.decide(command, at: now)))
        } catch {
            return Outcome(now: now, decision: .failure(error))
        }
    }
}

struct Outcome {
    var now: Instant
    var decision: Result<Decision, Refusal>

    /// Exactly these events, which happened now unless it says otherwise, and this answer.
    func then(
        _ events: GarageEvent..., at instant: Instant? = nil, result: CommandResult,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        happened(events, at: instant, sourceLocation)
        #expect(decision.map(\.result) == .success(result), sourceLocation: sourceLocation)
    }

    /// Nothing goes into the log.
    func thenRefuses(_ refusal: Refusal, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(decision == .failure(refusal), sourceLocation: sourceLocation)
    }

    /// Exactly these events, and a car that has left.
    func thenLeaves(
        _ events: GarageEvent..., at instant: Instant? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Departure {
        happened(events, at: instant, sourceLocation)
        guard case .exited(.left(let departure)) = try decision.get().result else {
            throw Unexpected(result: try decision.get().result)
        }
        return departure
    }

    private func happened(_ events: [GarageEvent], at instant: Instant?, _ sourceLocation: SourceLocation) {
        let facts = (try? decision.get().facts) ?? []
        #expect(facts.map(\.event) == events, sourceLocation: sourceLocation)
        #expect(facts.allSatisfy { $0.occurredAt == instant ?? now }, sourceLocation: sourceLocation)
    }

    private struct Unexpected: Error {
        var result: CommandResult
    }
}

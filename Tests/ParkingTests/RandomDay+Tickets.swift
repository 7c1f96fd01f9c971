import Chronology
import Parking
import TestSupport

// Drivers without a plate, and what a loop counts, at random.

extension RandomDay {
    /// A driver asks for a ticket; seldom for one of a few numbers, of which each is soon used.
    mutating func asked(_ log: [RecordedEvent], _ now: Instant) -> Command {
        var passage = passage(now)
        if passage.gate == .both { passage.direction = .entry }
        let number = log.count / 40 * 3 + number(1...3)
        return .ticketAsked(.init(passage, ticket: random.chance(40) ? TicketID("T-\(number)")! : nil))
    }

    /// A driver has lost the ticket; mostly one that says nearly when the car came in.
    mutating func lostTicket(_ log: [RecordedEvent], _ now: Instant) -> Command {
        let entries = log.suffix(40).filter { if case .carEntered = $0.event { true } else { false } }
        let passage = passage(now, exits: true)
        guard !entries.isEmpty else { return .lostTicket(.init(passage, enteredAt: now - .hours(1))) }
        let entry = one(of: entries)
        if random.chance(30) { return .lostTicket(.init(passage, of: SessionID(version: entry.version))) }
        let claim = entry.occurredAt + .minutes(Int64(number(-30...30)))
        return .lostTicket(.init(passage, enteredAt: random.chance(80) ? claim : nil))
    }

    /// A ticket that a car came in with before comes in once more.
    mutating func usedAgain(_ log: [RecordedEvent], _ now: Instant) -> Command {
        for recorded in log.suffix(60) {
            guard case .carEntered(let entered) = recorded.event, case .ticket = entered.car else { continue }
            return .gateOpen(.init(entered.car, Passage(gate: one(of: [.entry, .both]), direction: .entry), nil))
        }
        return asked(log, now)
    }

    /// What the loop in a lane counted in an hour on the clock, or in a part of one.
    mutating func loopCounted(_ now: Instant) -> Command {
        queries += 1
        let hour =
            Instant(microseconds: now.microseconds / 3_600_000_000 * 3_600_000_000) - .hours(Int64(number(0...3)))
        let gate = one(of: [GateID.entry, .exit, .both])
        return .loopCounted(
            .init(
                number(0...3), at: gate, gate == .both ? one(of: Direction.allCases) : nil, from: hour - .hours(1),
                until: random.chance(80) ? hour : hour - .minutes(Int64(number(1...90))),
                read: random.chance(60) ? DeviceEventID("loop-\(queries)")! : nil))
    }

    /// The last ticket that was given out, or one of the roll.
    mutating func ticket(_ log: [RecordedEvent]) -> TicketID {
        for recorded in log.suffix(30).reversed() {
            if case .ticketIssued(let issued) = recorded.event, random.chance(40) { return issued.ticket }
        }
        return TicketID("T-\(number(1...3))")!
    }
}

public import Chronology
import Tariffs

extension Garage {
    /// Decides a command: what happens and what is answered, or why it is refused.
    ///
    /// - Parameter now: the server's clock.
    public func decide(_ command: Command, at now: Instant) throws(Refusal) -> Decision {
        if case .configureGarage(let settings) = command { return try configure(settings, at: now) }
        guard let settings else { throw .unknownGarage }
        switch command {
        case .configureGarage: throw .unknownGarage
        case .ratePublished(let rate, let card): return try publish(rate, on: card, at: now, in: settings)
        case .rateWithdrawn(let rate, let card): return try withdraw(rate, from: card, at: now, in: settings)
        case .cardPublished(let new, let card): return try publish(new, as: card, at: now, in: settings)
        case .reserve(let plate, let day, let holder):
            return try reserve(plate, day, holder, at: now, in: settings)
        case .reserveHours(let plate, let booking, let holder):
            return try reserve(plate, booking, holder, at: now, in: settings)
        case .cancel(let id):
            return try cancel(id, at: now, in: settings)
        case .grantPermit(let plate, let request): return try grant(request, to: plate, at: now, in: settings)
        case .renewPermit(let id): return try renew(id, at: now, in: settings)
        case .revokePermit(let id): return try revoke(id, at: now, in: settings)
        case .plateSeen(let plate, let passage):
            let gate = try settings.direction(of: passage)
            let at = try settings.moment(of: passage, now: now)
            return gate == .entry
                ? seenAtEntry(plate, passage, at: at, now: now, in: settings)
                : seenAtExit(plate, passage, at: at, now: now, in: settings)
        case .gateOpen(let car, let passage, let remark):
            let gate = try settings.direction(of: passage)
            let at = try settings.moment(of: passage, now: now)
            return gate == .entry
                ? enter(car, passage, remark, at: at, in: settings)
                : openExit(car, passage, remark, at: at, in: settings)
        case .exit(let car, let passage):
            guard settings.gate(passage.gate) != nil else { throw .unknownGate(passage.gate) }
            let way = try settings.direction(of: passage, assuming: .exit)
            guard way == .exit else { throw .wrongDirection(passage.gate, way) }
            return leave(car, passage, at: try settings.moment(of: passage, now: now), in: settings)
        case .validate(let stay, let validation): return try validate(stay, by: validation, at: now)
        case .applyAgreement(let stay, let agreement): return try apply(agreement, to: stay, at: now)
        }
    }

    private func configure(_ new: GarageSettings, at now: Instant) throws(Refusal) -> Decision {
        do { try new.validate() } catch { throw .settings(error) }
        if let settings {
            guard settings.zone.name == new.zone.name else { throw .settingFixed("timeZone") }
            guard settings.currency == new.currency else { throw .settingFixed("currency") }
        }
        return Decision(.configured, at: now, .garageConfigured(new))
    }
}

extension GarageSettings {
    /// The way a car passed, where the gate and the command agree on one.
    fileprivate func direction(of passage: Passage, assuming: Direction? = nil) throws(Refusal) -> Direction {
        guard let gate = gate(passage.gate) else { throw .unknownGate(passage.gate) }
        if let direction = passage.direction ?? assuming {
            guard gate.serves(direction) else { throw .wrongDirection(gate.id, direction) }
            return direction
        }
        switch gate.lane {
        case .entry: return .entry
        case .exit: return .exit
        case .both: throw .directionMissing(gate.id)
        }
    }

    /// When something happened: what runs ahead of the server's clock by less than a day counts as now.
    fileprivate func moment(of passage: Passage, now: Instant) throws(Refusal) -> Instant {
        guard let claimed = passage.occurredAt else { return now }
        guard claimed <= now + .days(1) else { throw .inTheFuture(claimed, now: now) }
        guard claimed >= now - lateness else { throw .tooLongAgo(claimed, lateness: lateness) }
        return min(claimed, now)
    }
}

import Chronology
import Tariffs

// What an operator publishes about rates. A stay knows what the log took before it began.

extension Garage {
    /// Publishes one rate. It is refused where the card would not say whether it or another rate is in force; what is
    /// undecided between others is not its fault.
    func publish(
        _ rate: Rate, on card: CardID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        do { try rate.validate() } catch { throw .rate(error) }
        var new = book.card(card).card
        guard rate.tier != .event || rate.cardCaps != nil || new.terms.caps.isEmpty else {
            throw .cardCapsUnsaid(rate.id)
        }
        new.rates.removeAll { $0.id == rate.id }
        new.rates.append(rate)
        guard new.rates.count <= RateCard.mostRates else {
            throw .rate(RateError("rates", .tooMany(limit: RateCard.mostRates)))
        }
        let findings = new.lint(in: settings.zone, from: settings.zone.day(of: now))
            .filter { $0.rates.contains(rate.id) }
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw .undecided(findings) }
        return Decision(.ratePublished(rate.id, findings), at: now, .ratePublished(rate, on: card))
    }

    /// Takes a rate off its card, and tells what that leaves behind, such as hours that are free from now on.
    func withdraw(
        _ rate: RateID, from card: CardID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let offered = book.card(card).card
        guard offered.rates.contains(where: { $0.id == rate }) else { throw .unknownRate(rate, on: card) }
        var left = offered
        left.rates.removeAll { $0.id == rate }
        let today = settings.zone.day(of: now)
        let before = offered.lint(in: settings.zone, from: today)
        let findings = left.lint(in: settings.zone, from: today).filter { !before.contains($0) }
        return Decision(.rateWithdrawn(rate, findings), at: now, .rateWithdrawn(rate, on: card))
    }

    /// Publishes what differs from the card on offer, so that the log says exactly what changed.
    func publish(
        _ new: RateCard, as id: CardID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        do { try new.validate() } catch { throw .rate(error) }
        let findings = new.lint(in: settings.zone, from: settings.zone.day(of: now))
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw .undecided(findings) }

        let offered = book.card(id).card
        let standing = Dictionary(uniqueKeysWithValues: offered.rates.map { ($0.id, $0) })
        let kept = Set(new.rates.map(\.id))
        let gone = offered.rates.map(\.id).filter { !kept.contains($0) }
        let changed = new.rates.filter { standing[$0.id] != $0 }
        // A card that is new comes into being with its terms, also where it has no rates.
        let termsDiffer = offered.terms != new.terms || !book.cards.contains(id)
        let change = CardChange(
            card: id, published: changed.map(\.id), withdrawn: gone,
            unchanged: new.rates.filter { standing[$0.id] == $0 }.map(\.id), termsPublished: termsDiffer,
            findings: findings)
        var events = gone.map { GarageEvent.rateWithdrawn($0, on: id) }
        if termsDiffer { events.append(.termsPublished(new.terms, on: id)) }
        events += changed.map { .ratePublished($0, on: id) }
        return Decision(.cardPublished(change), at: now, events)
    }
}

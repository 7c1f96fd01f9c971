import Chronology
import Tariffs

extension Garage {
    /// What goes on by what a card will no longer have.
    func warnings(of id: CardID, becoming new: RateCard, at now: Instant, in zone: ZoneRules) -> [CardWarning] {
        let cards = book.cards
        // Vehicles of a type that has had no card of its own until now were priced by the standard one.
        let old = book.card(cards.contains(id) ? id : .standard).card
        func pays(_ vehicle: CardID?) -> Bool {
            let card = vehicle ?? .standard
            return card == id || id == .standard && !cards.contains(card)
        }
        func gone<ID: Hashable>(_ ids: (RateCard) -> [ID]) -> [ID] {
            let left = Set(ids(new))
            return ids(old).filter { !left.contains($0) }
        }
        var warnings: [CardWarning] = []
        let today = zone.day(of: now)
        let sold = Dictionary(uniqueKeysWithValues: new.terms.subscriptions.map { ($0.id, $0.period) })
        for subscription in old.terms.subscriptions where sold[subscription.id] != subscription.period {
            let permits = rights.all.count {
                guard let paid = $0.source.subscription, !$0.days.areOver(on: today) else { return false }
                return paid.id == subscription.id && paid.period != sold[paid.id] && pays(paid.vehicle)
            }
            guard permits > 0 else { continue }
            warnings.append(
                sold[subscription.id] == nil
                    ? .subscription(subscription.id, permits: permits) : .period(subscription.id, permits: permits))
        }
        for agreement in gone({ $0.terms.agreements.map(\.id) }) {
            let stays = sessions.values.count { $0.agreement == agreement && pays($0.vehicle) }
            if stays > 0 { warnings.append(.agreement(agreement, stays: stays)) }
        }
        for validation in Set(gone { $0.validations }).sorted(by: { $0.text < $1.text }) {
            let stays = sessions.values.count { $0.validations.contains(validation) && pays($0.vehicle) }
            if stays > 0 { warnings.append(.validation(validation, stays: stays)) }
        }
        if old.sellsHours, !new.sellsHours {
            let bookings = rights.all.count { right in
                right.source.hours.map { $0.until > now && pays($0.vehicle) } ?? false
            }
            if bookings > 0 { warnings.append(.hours(bookings: bookings)) }
        }
        return warnings
    }
}

extension RateCard {
    fileprivate var validations: [ValidationID] {
        rates.compactMap { rate in
            guard case .validation(let id) = rate.audience else { return nil }
            return id
        }
    }

    /// Whether it has a grid by which hours are booked.
    fileprivate var sellsHours: Bool {
        rates.contains { rate in
            guard case .weekGrid = rate.price else { return false }
            return rate.earlyBird == nil
        }
    }
}

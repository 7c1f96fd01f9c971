import Chronology
import Tariffs

extension Garage {
    /// What goes on by what a card no longer has.
    func warnings(of id: CardID, from old: RateCard, to new: RateCard, at now: Instant, in zone: ZoneRules)
        -> [CardWarning]
    {
        let cards = book.cards
        func pays(_ vehicle: CardID?) -> Bool {
            vehicle.map { cards.contains($0) ? $0 : .standard } ?? .standard == id
        }
        func gone<ID: Hashable>(_ ids: (RateCard) -> [ID]) -> [ID] {
            let left = Set(ids(new))
            return ids(old).filter { !left.contains($0) }
        }
        var warnings: [CardWarning] = []
        let today = zone.day(of: now)
        for subscription in gone({ $0.terms.subscriptions.map(\.id) }) {
            let permits = rights.all.count {
                guard let paid = $0.source.subscription, !$0.days.areOver(on: today) else { return false }
                return paid.id == subscription && pays(paid.vehicle)
            }
            if permits > 0 { warnings.append(.subscription(subscription, permits: permits)) }
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

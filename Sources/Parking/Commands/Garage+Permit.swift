import Chronology
import Tariffs

// Permits: passes, subscriptions and memberships of groups (golden cases 30, 31).

extension Garage {
    func grant(
        _ request: PermitRequest, to plate: PlateID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let today = settings.zone.day(of: now)
        switch request {
        case .pass(let first, let last, let groups):
            let days = PermitDays(first: first ?? today, last: last)
            return try grant(.pass, to: plate, for: days, groups, at: now, in: settings)
        case .membership(let first, let last, let groups):
            let days = PermitDays(first: first ?? today, last: last)
            return try grant(.membership, to: plate, for: days, groups, at: now, in: settings)
        case .subscription(let id, let vehicle, let first, let groups):
            let first = first ?? today
            try checkAhead(first, at: now, in: settings)
            let period = try period(of: id, vehicle, from: first, renewal: 0, in: settings)
            let paid = PaidSubscription(
                id: id, period: period.subscription.period, vehicle: vehicle == .standard ? nil : vehicle,
                total: period.total)
            let days = PermitDays(first: period.firstDay, last: period.lastDay)
            return try grant(.subscription(paid), to: plate, for: days, groups, period, at: now, in: settings)
        }
    }

    /// Sells the next period at today's price. One that has lapsed is granted anew: nobody pays for days gone by.
    func renew(_ id: PermitID, at now: Instant, in settings: GarageSettings) throws(Refusal) -> Decision {
        let permit = try standing(id, at: now, in: settings)
        guard let bought = permit.kind.subscription, !permit.isRevoked else { throw .notRenewable(id) }
        let renewal = permit.renewals + 1
        let next = try period(
            of: bought.id, bought.vehicle ?? .standard, from: permit.days.first, renewal: renewal, in: settings)
        guard next.subscription.period == bought.period else { throw .booking(.periodChanged(bought.id)) }
        try checkAhead(next.firstDay, at: now, in: settings)
        try checkFree(PermitDays(first: next.firstDay, last: next.lastDay), for: permit.kind, [], of: permit.plate)
        return Decision(
            .permitRenewed(id, next), at: now,
            .permitRenewed(
                id, firstDay: next.firstDay, lastDay: next.lastDay, renewal: renewal, total: next.total))
    }

    /// A day that has begun is kept to its end, as every right is (design rule 6).
    func revoke(_ id: PermitID, at now: Instant, in settings: GarageSettings) throws(Refusal) -> Decision {
        let permit = try standing(id, at: now, in: settings)
        let today = settings.zone.day(of: now)
        guard !permit.isRevoked else {
            return Decision(.permitRevoked(id, lastDay: today, repeated: true), at: now)
        }
        return Decision(
            .permitRevoked(id, lastDay: today, repeated: false), at: now, .permitRevoked(id, lastDay: today))
    }

    private func grant(
        _ kind: PermitKind, to plate: PlateID, for days: PermitDays, _ groups: Set<GroupID>,
        _ period: SubscriptionPeriod? = nil, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        try checkAhead(days.first, at: now, in: settings)
        if let last = days.last, last < days.first {
            throw .endsBeforeStart(firstDay: days.first, lastDay: last)
        }
        try checkFree(days, for: kind, groups, of: plate)
        return Decision(
            .permitGranted(PermitID(version: version + 1), firstDay: days.first, lastDay: days.last, period),
            at: now,
            .permitGranted(plate, kind, firstDay: days.first, lastDay: days.last, groups: groups))
    }

    /// What one period costs by the book as it is known now.
    private func period(
        of id: SubscriptionID, _ vehicle: CardID, from anchor: LocalDay, renewal: Int, in settings: GarageSettings
    ) throws(Refusal) -> SubscriptionPeriod {
        let tariff: Tariff
        do { tariff = try Tariff(book, in: settings.zone) } catch { throw .booking(.tariff(error)) }
        do {
            return try tariff.period(of: id, on: vehicle, from: anchor, renewal: renewal)
        } catch { throw .booking(error) }
    }

    /// Nobody pays twice for a day of the same plate, and one membership of a group is enough, so that revoking it
    /// ends it.
    private func checkFree(
        _ days: PermitDays, for kind: PermitKind, _ groups: Set<GroupID>, of plate: PlateID
    ) throws(Refusal) {
        let standing = permits(of: plate).first { permit in
            guard permit.days.overlaps(days), permit.kind.covers == kind.covers else { return false }
            return kind.covers || !permit.groups.isDisjoint(with: groups)
        }
        if let standing { throw .alreadyPermitted(standing.id, lastDay: standing.days.last) }
    }

    /// Whether a permit may begin on a day: neither in the past nor too far ahead.
    private func checkAhead(_ day: LocalDay, at now: Instant, in settings: GarageSettings) throws(Refusal) {
        guard day >= settings.zone.day(of: now) else { throw .dayOver(day) }
        let last = lastDayAhead(at: now, in: settings)
        guard day <= last else { throw .permitTooFar(day, last: last) }
    }

    private func standing(
        _ id: PermitID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Permit {
        guard let permit = permits[id] else { throw .unknownPermit(id) }
        if let last = permit.days.last, last < settings.zone.day(of: now) { throw .permitOver(id, lastDay: last) }
        return permit
    }
}

package import Chronology
package import JSON
package import Money
public import Tariffs

/// Sells a subscription's next period, at today's price (golden case 30).
public struct RenewPermit: GarageCommand {
    /// Which subscription.
    public let subscription: Named

    /// How a subscription is named.
    public enum Named: Hashable, Sendable {
        case permit(PermitID)
        /// The one of a plate that ends last: a machine knows no numbers of permits.
        case plate(PlateID)
    }

    package static let name = CommandName.renewPermit

    /// A subscription to renew.
    public init(_ subscription: Named) { self.subscription = subscription }

    /// A permit to renew.
    public init(_ permit: PermitID) { self.init(.permit(permit)) }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["permit", "plate"]) { (fields: inout JSONFields) throws(JSONError) in
            if let permit: PermitID = try fields.optional("permit") {
                guard !fields.has("plate") else { throw JSONError("goes without plate", path: "permit") }
                return .complete(.renewPermit(RenewPermit(permit)))
            }
            guard let plate: Plate = try fields.optional("plate") else {
                throw JSONError(
                    "is missing; so is plate, by which a machine names it", path: "permit", kind: .missingField)
            }
            return .naming(plate) { .renewPermit(RenewPermit(.plate($0))) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        switch subscription {
        case .permit(let permit): json.field("permit", number: permit.version)
        case .plate(let plate): json.field("plate", plate)
        }
    }

    /// One that has lapsed is granted anew: nobody pays for days gone by.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let right =
            switch subscription {
            case .permit(let permit): try garage.standing(permit, at: now, in: settings)
            case .plate(let plate): try garage.lastSubscription(of: plate, at: now, in: settings)
            }
        let permit = PermitID(version: right.id.version)
        guard let kind = right.source.permit, let bought = kind.subscription, !right.isRevoked else {
            throw .notRenewable(permit)
        }
        let renewal = right.renewals + 1
        let next = try garage.period(
            of: bought.id, bought.vehicle ?? .standard, from: right.days.first, renewal: renewal, in: settings)
        guard next.subscription.period == bought.period else { throw .booking(.periodChanged(bought.id)) }
        try settings.checkAhead(next.firstDay, at: now)
        let days = RightDays(first: next.firstDay, last: next.lastDay)
        try garage.checkFree(days, for: kind, [], of: right.plate)
        if case .tenant = right.quota {} else { try garage.checkSpot(right.permitSpot, on: days, in: settings) }
        return Decision(
            .permitRenewed(Outcome(permit, next)), at: now,
            .permitRenewed(
                PermitRenewed(
                    permit, firstDay: next.firstDay, lastDay: next.lastDay, renewal: renewal, total: next.total)))
    }

    /// The period that was sold.
    public struct Outcome: CommandOutcome {
        /// The permit.
        public let permit: PermitID
        /// What is paid for, where something is.
        public let period: SubscriptionPeriod

        /// A period of a permit.
        public init(_ permit: PermitID, _ period: SubscriptionPeriod) {
            self.permit = permit
            self.period = period
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("permit", number: permit.version)
            json.field("firstDay", period.firstDay)
            json.field("lastDay", period.lastDay)
            json.paid(period, in: currency)
        }
    }
}

extension Garage {
    /// A permit that has not ended.
    func standing(_ id: PermitID, at now: Instant, in settings: GarageSettings) throws(Refusal) -> Right {
        guard let right = permit(id) else { throw .unknownPermit(id) }
        if let last = right.days.last, last < settings.zone.day(of: now) { throw .permitOver(id, lastDay: last) }
        return right
    }
}

extension Garage {
    /// The subscription of a plate that ends last of those that have not ended; what was revoked is none.
    fileprivate func lastSubscription(
        of plate: PlateID, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Right {
        let today = settings.zone.day(of: now)
        let own = rights.of(plate).compactMap { right -> Right? in
            if case .further(let permit) = right.source { return right.isRevoked ? nil : self.permit(permit) }
            return right
        }
        let bought = own.filter {
            $0.source.subscription != nil && !$0.isRevoked && !$0.days.areOver(on: today)
        }
        guard let last = bought.max(by: { $0.days.first < $1.days.first }) else { throw .noSubscription }
        return last
    }
}

extension Refusal {
    /// The plate has no subscription that could be renewed.
    public static let noSubscription = Refusal(
        .unknownPermit, "The plate has no subscription that lasts; grant a new one.", field: "plate")

    /// The permit is no subscription, or has been revoked.
    public static func notRenewable(_ id: PermitID) -> Refusal {
        Refusal(
            .notRenewable, "Permit \(id) is no subscription or has been revoked; grant a new one.", field: "permit")
    }
}

public import Chronology
package import JSON
package import Money
public import Tariffs

/// Gives a plate a standing right: a pass, a membership of groups, or a subscription whose first period is paid at once
/// (golden cases 30, 31).
public struct GrantPermit: GarageCommand {
    /// Whose it is to be.
    public let plate: PlateID
    /// What it is to be.
    public let request: PermitRequest
    /// Where its car is to stand, where it may park.
    public let spot: PermitSpot
    /// The tenant whose spots it shares; nil for nobody's.
    public let tenant: TenantID?

    package static let name = CommandName.grantPermit

    /// A permit for a plate.
    public init(
        _ plate: PlateID, _ request: PermitRequest, on spot: PermitSpot = .own, of tenant: TenantID? = nil
    ) {
        self.plate = plate
        self.request = request
        self.spot = spot
        self.tenant = tenant
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let names = [
            "plate", "kind", "firstDay", "lastDay", "groups", "subscription", "vehicle", "permit", "spot", "shared",
            "tenant",
        ]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate? = try fields.optional("plate")
            let request = try PermitRequest(&fields)
            let spot = try fields.permitSpot()
            let tenant: TenantID? = try fields.optional("tenant")
            if spot != .own {
                let field = spot == .shared ? "shared" : "spot"
                guard request.standsOnItsOwn else {
                    throw JSONError("goes with a pass or a subscription only", path: field)
                }
                guard tenant == nil else { throw JSONError("goes without tenant", path: field) }
            }
            guard tenant == nil || request.standsOnItsOwn else {
                throw JSONError("goes with a pass or a subscription only", path: "tenant")
            }
            return .naming(try JSON.required(plate, "plate")) {
                .grantPermit(GrantPermit($0, request, on: spot, of: tenant))
            }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        if case .subscription(let id, let vehicle, _, _) = request {
            json.field("subscription", id)
            json.field("vehicle", vehicle)
        }
        json.field("kind", request.kind.rawValue)
        json.field("firstDay", request.firstDay)
        json.field("lastDay", request.lastDay)
        json.groups(request.groups)
        if case .further(let permit) = request { json.field("permit", number: permit.version) }
        json.permitSpot(spot)
        json.field("tenant", tenant)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let first = request.firstDay ?? settings.zone.day(of: now)
        switch request {
        case .pass(_, let last, _):
            return try grant(.pass, RightDays(first: first, last: last), on: garage, at: now, in: settings)
        case .membership(_, let last, _):
            return try grant(.membership, RightDays(first: first, last: last), on: garage, at: now, in: settings)
        case .subscription(let id, let vehicle, _, _):
            try settings.check(vehicle)
            try settings.checkAhead(first, at: now)
            let period = try garage.period(of: id, vehicle, from: first, renewal: 0, in: settings)
            let paid = PaidSubscription(
                id: id, period: period.subscription.period, vehicle: vehicle == .standard ? nil : vehicle,
                total: period.total)
            let days = RightDays(first: period.firstDay, last: period.lastDay)
            return try grant(.subscription(paid), days, period, on: garage, at: now, in: settings)
        case .further(let permit): return try share(permit, on: garage, at: now, in: settings)
        }
    }

    /// Another plate for a permit: of all of them one may be inside at a time.
    private func share(
        _ permit: PermitID, on garage: Garage, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let right = try garage.standing(permit, at: now, in: settings)
        guard right.takesFurtherPlates else { throw .permitNotShared(permit) }
        let plates = garage.rights.of(.permit(permit)).count { !$0.isRevoked }
        guard plates < GrantPermit.mostPlates else { throw .permitFull(permit) }
        let days = RightDays(first: max(right.days.first, settings.zone.day(of: now)), last: right.days.last)
        try garage.checkFree(days, for: .further(permit), [], of: plate)
        return granted(.further(permit), days, groups: right.groups, spot: right.permitSpot, on: garage, at: now)
    }

    /// How many plates a permit is for at most.
    static let mostPlates = 20

    private func grant(
        _ kind: PermitKind, _ days: RightDays, _ period: SubscriptionPeriod? = nil, on garage: Garage, at now: Instant,
        in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        try settings.checkAhead(days.first, at: now)
        if let last = days.last, last < days.first {
            throw .endsBeforeStart(firstDay: days.first, lastDay: last)
        }
        try garage.checkFree(days, for: kind, request.groups, of: plate)
        if let tenant {
            guard settings.tenant(tenant) != nil else { throw .unknownTenant(tenant, settings.tenants) }
        } else if kind != .membership {
            try garage.checkSpot(spot, on: days, in: settings)
        }
        return granted(
            kind, days, period, groups: request.groups, spot: kind == .membership ? .own : spot, on: garage, at: now)
    }

    private func granted(
        _ kind: PermitKind, _ days: RightDays, _ period: SubscriptionPeriod? = nil, groups: Set<GroupID>,
        spot: PermitSpot, on garage: Garage, at now: Instant
    ) -> Decision {
        let outcome = Outcome(
            PermitID(version: garage.version + 1), firstDay: days.first, lastDay: days.last, period)
        return Decision(
            .permitGranted(outcome), at: now,
            .permitGranted(
                PermitGranted(
                    plate, kind, firstDay: days.first, lastDay: days.last, groups: groups, spot: spot,
                    tenant: tenant)))
    }

    /// The permit, without a last day until it is revoked; with what is paid for a subscription's period.
    public struct Outcome: CommandOutcome {
        /// The permit.
        public let permit: PermitID
        /// Its first day.
        public let firstDay: LocalDay
        /// Its last day, where it has one.
        public let lastDay: LocalDay?
        /// What is paid for, where something is.
        public let period: SubscriptionPeriod?

        /// A permit that was granted.
        public init(_ permit: PermitID, firstDay: LocalDay, lastDay: LocalDay?, _ period: SubscriptionPeriod?) {
            self.permit = permit
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.period = period
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("permit", number: permit.version)
            json.field("firstDay", firstDay)
            json.field("lastDay", lastDay)
            if let period { json.paid(period, in: currency) }
        }
    }
}

extension JSONWriter {
    /// What was paid for a period.
    mutating func paid(_ period: SubscriptionPeriod, in currency: Currency) {
        field("subscription", period.subscription.id)
        field("total", period.total.decimal(in: currency))
        field("tax", period.tax?.amount.decimal(in: currency))
    }
}

extension PermitRequest {
    /// Whether it may have a spot of its own or be a tenant's.
    fileprivate var standsOnItsOwn: Bool { kind == .pass || kind == .subscription }
}

extension Right {
    /// Whether other plates may share it: a permit to park that lasts, is nobody else's and no tenant's.
    fileprivate var takesFurtherPlates: Bool {
        guard isPermit, !isRevoked else { return false }
        if case .further = source { return false }
        return quota == nil || quota == .permit(PermitID(version: id.version))
    }
}

extension Garage {
    /// What one period costs by the book as it is known now.
    func period(
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
    func checkFree(
        _ days: RightDays, for kind: PermitKind, _ groups: Set<GroupID>, of plate: PlateID
    ) throws(Refusal) {
        let covers = kind != .membership
        let standing = rights.of(plate).first { right in
            guard right.source.permit != nil, !right.isRevoked, right.days.overlap(days), right.covers == covers
            else { return false }
            return covers || !right.groups.isDisjoint(with: groups)
        }
        if let standing {
            throw .alreadyPermitted(PermitID(version: standing.id.version), lastDay: standing.days.last)
        }
    }
}

extension GarageSettings {
    /// Whether a permit may begin on a day: neither in the past nor too far ahead.
    func checkAhead(_ day: LocalDay, at now: Instant) throws(Refusal) {
        guard day >= zone.day(of: now) else { throw .dayOver(day) }
        let last = lastDayAhead(at: now)
        guard day <= last else { throw .permitTooFar(last: last) }
    }
}

extension Refusal {
    /// The permit is not one that further plates may share.
    public static func permitNotShared(_ id: PermitID) -> Refusal {
        Refusal(
            .permitNotShared,
            "Permit \(id) was revoked, is a membership, a tenant's or a further plate's itself; grant a permit of its own.",
            field: "permit")
    }

    /// The permit has as many plates as one may have.
    public static func permitFull(_ id: PermitID) -> Refusal {
        Refusal(
            .permitNotShared,
            "Permit \(id) has \(GrantPermit.mostPlates) plates already; revoke one of theirs first.", field: "permit")
    }

    /// The garage has no tenant of that name.
    public static func unknownTenant(_ tenant: TenantID, _ known: [Tenant]) -> Refusal {
        let names = known.prefix(20).map(\.id.text).joined(separator: ", ")
        return Refusal(
            .unknownTenant,
            known.isEmpty
                ? "The garage has no tenants (tenants)."
                : "No tenant is called \(tenant); there are \(names)\(known.count > 20 ? ", …" : "").", field: "tenant")
    }

    /// The permit would end before it begins.
    public static func endsBeforeStart(firstDay: LocalDay, lastDay: LocalDay) -> Refusal {
        Refusal(
            .endsBeforeStart, "The permit would begin on \(firstDay) and end on \(lastDay) already.", field: "lastDay")
    }

    /// The permit would begin later than any right may.
    public static func permitTooFar(last: LocalDay) -> Refusal {
        Refusal(.dayTooFar, "A permit can begin up to \(last).")
    }

    /// The plate has a permit already for days and a use that this one would be for; its last day, where it has one.
    public static func alreadyPermitted(_ id: PermitID, lastDay: LocalDay?) -> Refusal {
        let until = lastDay.map { "to \($0); begin after that day" } ?? "without an end; revoke it first"
        return Refusal(.alreadyPermitted, "Permit \(id) gives the plate this already, \(until).")
    }
}

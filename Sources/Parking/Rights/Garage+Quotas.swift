import Chronology

// Rights of several cars that share places: a permit for several plates of which one may be inside at a time, and tenants' spots.

extension Garage {
    /// How many cars of a quota have a place at once.
    func places(of quota: Quota) -> Int {
        switch quota {
        case .permit: 1
        case .tenant(let tenant): settings?.tenant(tenant)?.spots ?? 0
        }
    }

    /// The quotas of a plate's rights to a day whose places other cars have taken: those inside, and those let in at a gate.
    func fullQuotas(of plate: PlateID, on day: LocalDay, at now: Instant) -> Set<Quota> {
        fullQuotas(of: plate, rights.walk(plate), on: day, at: now)
    }

    func fullQuotas(of plate: PlateID, _ walk: RightsWalk, on day: LocalDay, at now: Instant) -> Set<Quota> {
        guard rights.hasQuotas else { return [] }
        var full: Set<Quota> = []
        for right in walk.rights where right.admits(on: day) {
            guard let quota = right.quota, taken(of: quota, besides: plate, at: now) >= places(of: quota) else {
                continue
            }
            full.insert(quota)
        }
        return full
    }

    /// How many cars have a place of a quota, besides a plate's.
    func taken(of quota: Quota, besides plate: PlateID? = nil, at now: Instant) -> Int {
        guard let zone = settings?.zone else { return 0 }
        let today = zone.day(of: now)
        var cars: Set<PlateID> = []
        for right in rights.of(quota) where right.plate != plate {
            let hasPlace =
                if let stay = stays.of(.plate(right.plate)) {
                    stay.takesPlace(by: right.id, at: now, in: zone)
                } else {
                    right.admits(on: today)
                        && gates.authorisation(of: .plate(right.plate)).map { $0.until > now } ?? false
                        && !rights.of(right.plate).contains {
                            $0.quota == nil && $0.covers && $0.admits(at: now, on: today)
                        }
                }
            if hasPlace { cars.insert(right.plate) }
        }
        return cars.count
    }

    /// The quotas in which a plate's car has no place, or would find none.
    func quotasWithoutPlace(for plate: PlateID, on day: LocalDay) -> Set<Quota> {
        guard rights.hasQuotas else { return [] }
        guard let stay = stays.of(.plate(plate)) else { return fullQuotas(of: plate, on: day, at: recordedAt) }
        return Set(stay.crowdedOut.keys.lazy.filter { !stay.hasPlace(in: $0) })
    }

    /// What an event changed about stays and rights that share places: who has one now, and who had one when.
    ///
    /// By the order in which cars came in, not in which the log heard of them (design rule 11).
    mutating func settlePlaces(_ told: [GarageChange]) -> [GarageChange] {
        guard rights.hasQuotas else { return [] }
        return quotas(touchedBy: told).flatMap { settlePlaces(of: $0) }
    }

    private mutating func settlePlaces(of quota: Quota) -> [GarageChange] {
        guard let settings else { return [] }
        let claims = claims(on: quota, in: settings.zone)
        let found: [SessionID: [Range<Instant>]]
        switch quota {
        case .permit: found = claims.crowdedOut { _ in 1 }
        case .tenant(let tenant):
            found = claims.crowdedOut(changes: tenantSpots.changes(of: tenant)) {
                tenantSpots.count(of: tenant, at: $0)
            }
        }
        // Cars that left so long ago may be forgotten; what is known of the time before stays as it is.
        let horizon = recordedAt - settings.lateness - .hours(1)
        return Set(claims.map(\.stay)).sorted().flatMap { id -> [GarageChange] in
            guard let stay = stays.known(id) else { return [] }
            let was = stay.crowdedOut[quota] ?? []
            let crowdedOut = (was.clipped(before: horizon) + (found[id] ?? [])).union
            return crowdedOut == was ? [] : crowdOut(stay, crowdedOut, of: quota)
        }
    }

    private mutating func crowdOut(
        _ stay: Session, _ stretches: [Range<Instant>], of quota: Quota
    ) -> [GarageChange] {
        var session = stay
        session.crowdedOut[quota] = stretches.isEmpty ? nil : stretches
        changing(stay.plate) { $0.stays.replace(session) }
        guard let end = stays.ended(stay.id)?.end else { return [.stayJoined(session, by: .rights)] }
        return [.stayMended(stay, was: end), .stayEnded(session, end)]
    }

    /// When the cars of a quota needed its places: not for as long as a right of their own let them be inside.
    private func claims(on quota: Quota, in zone: ZoneRules) -> [PlaceClaim] {
        let plates = Set(rights.of(quota).map(\.plate))
        return plates.flatMap { stays.entries(of: .plate($0)) }.flatMap { stay -> [PlaceClaim] in
            let end = stays.ended(stay.id)?.end.at ?? .latest
            let walk = stay.walk
            let steps = walk.steps(within: stay.span(until: end), in: zone)
            func spans(_ isMeant: (Right) -> Bool) -> [Range<Instant>] {
                steps.filter { isMeant(walk[$0]) }.map(\.span).union
            }
            let own = spans { $0.quota == nil }
            return spans { $0.quota == quota }.flatMap { $0.without(own) }.map {
                PlaceClaim(stay: stay.id, cameIn: stay.enteredAt, span: $0)
            }
        }
    }

    private func quotas(touchedBy told: [GarageChange]) -> [Quota] {
        var touched: [Quota] = []
        func touch(_ rights: [Right]) {
            for case let quota? in rights.map(\.quota) where !touched.contains(quota) { touched.append(quota) }
        }
        for change in told {
            switch change {
            case .settings: touch(rights.all.sorted { $0.id < $1.id })
            case .stayBegan(let stay), .stayJoined(let stay, by: _), .stayEnded(let stay, _), .stayMended(let stay, _),
                .entryMoved(let stay, _):
                touch(stay.rights)
            case .carNamed(let stay, let was): touch(stay.rights + (was.plate.map { rights.of($0) } ?? []))
            case .rightCame(let right), .rightChanged(let right), .rightWent(let right): touch([right])
            case .rateBook, .exitUnmatched, .countCorrected, .suspended, .suspensionEnded, .billed, .exception: break
            }
        }
        return touched
    }
}

extension [Range<Instant>] {
    fileprivate func clipped(before limit: Instant) -> Self {
        compactMap { $0.lowerBound < limit ? $0.lowerBound..<Swift.min($0.upperBound, limit) : nil }
    }
}

import Chronology

// Which spots the cars inside take: kept as events change it, and counted anew once a day.

extension Garage {
    /// The spots that a plate takes on a day, if its car is inside.
    func spot(of plate: PlateID, on day: LocalDay) -> SpotCount.Spot {
        var since = Instant.earliest
        let walk = rights.walk(plate)
        let turns = walk.reservations(on: day).map { right in
            defer { since = right.span.upperBound }
            return SpotCount.Turn(since: since, span: right.span)
        }
        let full = quotasWithoutPlace(for: plate, on: day)
        return SpotCount.Spot(turns: turns, permit: walk.permit(on: day, besides: full)?.permitSpot)
    }

    /// Counts the cars inside on a day, one by one.
    func countedSpots(on day: LocalDay) -> SpotCount {
        var count = SpotCount(on: day, owners: rights.owners(on: day, places: places))
        for plate in stays.plates { count.add(spot(of: plate, on: day)) }
        return count
    }

    /// A new day is counted once; from then on the count is kept.
    mutating func countSpots() {
        guard let zone = settings?.zone else { return }
        let day = zone.day(of: recordedAt)
        if spots?.day != day { spots = countedSpots(on: day) }
    }

    /// Changes where a plate's car or its rights stand, and keeps the count of spots.
    ///
    /// Never in the place of its callers: the optimiser of Swift 6.3.1 fails on what comes of that.
    @inline(never) @discardableResult
    mutating func changing<Result>(_ plate: PlateID?, _ change: (inout Garage) -> Result) -> Result {
        guard let plate, let day = spots?.day else { return change(&self) }
        let owned = owns(plate, on: day)
        let shared = rights.hasQuotas ? permits(of: plate, on: day) : []
        spots!.add(stays.isInside(plate) ? spot(of: plate, on: day) : nil, -1)
        let result = change(&self)
        spots!.add(stays.isInside(plate) ? spot(of: plate, on: day) : nil)
        if !rights.hasQuotas && shared.isEmpty {
            spots!.own(by: owns(plate, on: day) - owned)
        } else if permits(of: plate, on: day) != shared {
            spots!.own(by: rights.owners(on: day, places: places) - spots!.owners)
        }
        return result
    }

    private func permits(of plate: PlateID, on day: LocalDay) -> [Right] {
        rights.of(plate).filter { $0.isPermit && $0.admits(on: day) }
    }

    /// One where a plate has a permit with a spot of its own on a day, else none.
    private func owns(_ plate: PlateID, on day: LocalDay) -> Int {
        switch rights.walk(plate).permit(on: day)?.permitSpot {
        case nil, .shared: 0
        case .own, .fixed: 1
        }
    }
}

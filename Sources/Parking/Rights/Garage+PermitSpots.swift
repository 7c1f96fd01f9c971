public import Chronology

// How many permits are sold for the spots that are kept for them, and which ones: design rule 2.

extension Garage {
    /// Whether a spot is left for a permit on all of its days.
    ///
    /// A garage that keeps no spots for permits sells as many as it likes: their cars take what nobody has reserved.
    func checkSpot(_ spot: PermitSpot, on days: RightDays, in settings: GarageSettings) throws(Refusal) {
        switch spot {
        case .shared: return
        case .own: break
        case .fixed(let name):
            guard settings.permanentSpotNames.contains(name) else {
                throw .unknownSpot(name, settings.permanentSpotNames)
            }
            let holders = rights.permits(in: days).filter { $0.permitSpot == spot }
            if let holder = holders.min(by: { $0.id < $1.id }) {
                throw .spotTaken(name, PermitID(version: holder.id.version), lastDay: holder.days.last)
            }
        }
        guard settings.permanentSpots > 0 else { return }
        if let full = firstDay(in: days, withPermitsFor: settings.permanentSpots) { throw .permanentSpotsTaken(full) }
    }

    /// The first of some days on which as many permits with spots of their own last.
    private func firstDay(in days: RightDays, withPermitsFor spots: Int) -> LocalDay? {
        var changes: [(day: LocalDay, by: Int)] = []
        for right in rights.permits(in: days) where right.takesSpot {
            changes.append((max(days.first, right.days.first), 1))
            if let last = right.days.last { changes.append((last.next, -1)) }
        }
        var standing = settings?.tenantSpots ?? 0
        if standing >= spots { return days.first }
        // Where one ends as another begins, it ends first.
        for change in changes.sorted(by: { ($0.day, $0.by) < ($1.day, $1.by) }) {
            standing += change.by
            if standing >= spots, change.by > 0 { return change.day }
        }
        return nil
    }

    /// The spot with a name that a plate's car is to take on a day, by its permit.
    func fixedSpot(of plate: PlateID, on day: LocalDay) -> SpotID? {
        rights.walk(plate).permit(on: day)?.permitSpot.name
    }
}

extension Right {
    /// Whether a spot is kept for it alone: none for one that shares those of a tenant, or another plate's.
    var takesSpot: Bool {
        if case .tenant = quota { return false }
        if case .further = source { return false }
        return permitSpot != .shared
    }
}

extension Refusal {
    /// The garage keeps no spot of that name for permits.
    public static func unknownSpot(_ name: SpotID, _ known: [SpotID]) -> Refusal {
        let names = known.prefix(20).map(\.text).joined(separator: ", ")
        let more = known.count > 20 ? ", …" : ""
        return Refusal(
            .unknownSpot,
            known.isEmpty
                ? "The garage names no spots for permits (permanentSpotNames)."
                : "No spot for permits is called \(name); there are \(names)\(more).", field: "spot")
    }

    /// Another permit has that spot on some of the days; its last day, where it has one.
    public static func spotTaken(_ name: SpotID, _ holder: PermitID, lastDay: LocalDay?) -> Refusal {
        let until = lastDay.map { "up to \($0)" } ?? "without an end"
        return Refusal(
            .spotTaken, "Spot \(name) is permit \(holder)'s, \(until); choose another one, or other days.",
            field: "spot")
    }

    /// Every spot that is kept for permits is sold on a day (design rule 2).
    public static func permanentSpotsTaken(_ day: LocalDay) -> Refusal {
        Refusal(
            .permanentSpotsTaken,
            "Every spot that is kept for permits has one on \(day); choose other days, or let it share them (shared).")
    }
}

import Chronology

// Which car a camera has read, where no car matches its plate exactly: design rule 8. One candidate or none; a tie is never
// guessed.

extension Garage {
    /// The plate whose car drives in: the one that was read, or the only one that looks like it, has a right to the day and is
    /// not inside, where the one that was read has neither.
    func entrant(
        _ plate: PlateID, alike: [PlateID], by gate: GateID, at instant: Instant, in settings: GarageSettings
    ) -> PlateID {
        guard !alike.isEmpty, !wasHere(plate, at: instant, or: settings.authorisationWait) else { return plate }
        let today = settings.zone.day(of: instant)
        func hasRight(_ plate: PlateID) -> Bool {
            rights.of(plate).contains { $0.admits(on: today) }
        }
        guard !hasRight(plate) else { return plate }
        // The same car again, which was read as this plate before.
        if let known = alike.first(where: { other in
            stays.entries(of: .plate(other)).contains {
                $0.readAs == plate && $0.gate == gate && $0.enteredAt.isWithin(settings.authorisationWait, of: instant)
            }
        }) {
            return known
        }
        return alike.only { hasRight($0) && !stays.isInside($0) } ?? plate
    }

    /// The plate whose car drives out: the one that was read, or the only one that looks like it and is inside, where the one that
    /// was read is not.
    func leaver(
        _ plate: PlateID, alike: [PlateID], by gate: GateID, at instant: Instant, in settings: GarageSettings
    ) -> PlateID {
        guard !alike.isEmpty, !wasHere(plate, at: instant, or: settings.duplicateReadWindow) else { return plate }
        if let known = alike.first(where: { other in
            stays.exits(of: .plate(other)).contains {
                $0.readAs == plate && $0.gate == gate && $0.at.isWithin(settings.duplicateReadWindow, of: instant)
            }
        }) {
            return known
        }
        return alike.only { stays.of(.plate($0)).map { $0.enteredAt <= instant } ?? false } ?? plate
    }

    /// Whether a plate's own car is inside, or was at an instant, or a short while before; or it is not known when it left.
    private func wasHere(_ plate: PlateID, at instant: Instant, or before: TimeSpan) -> Bool {
        stays.entries(of: .plate(plate)).contains { session in
            guard let stay = stays.ended(session.id) else { return true }
            return stay.isDoubtful || session.enteredAt <= instant + before && instant <= stay.end.at + before
        }
    }

    /// The plates whose cars may be meant where another one was read that looks like theirs.
    public var platesThatMayBeMeant: Set<PlateID> {
        Set(stays.plates).union(rights.all.lazy.map(\.plate)).union(quarantine.cars.keys.lazy.compactMap(\.plate))
    }

    /// Whether a plate's car may be meant where another one was read that looks like it: it is inside, or has a right.
    public func mayBeMeant(_ plate: PlateID) -> Bool {
        stays.isInside(plate) || !rights.of(plate).isEmpty || quarantine.cars[.plate(plate)] != nil
    }
}

extension Instant {
    fileprivate func isWithin(_ span: TimeSpan, of other: Instant) -> Bool {
        max(self, other) - min(self, other) <= span
    }
}

extension [PlateID] {
    /// The one that is so, where no other is.
    fileprivate func only(_ isSo: (PlateID) -> Bool) -> PlateID? {
        var found: PlateID?
        for plate in self where isSo(plate) {
            guard found == nil else { return nil }
            found = plate
        }
        return found
    }
}

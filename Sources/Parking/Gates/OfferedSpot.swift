package import Chronology

/// The spot that a car is to take.
public struct OfferedSpot: Hashable, Sendable {
    /// What is painted on it; nil where the garage names none of its kind.
    public let name: SpotID?
    /// Whether it is one of those that are kept as fallback (design rule 6).
    public let isFallback: Bool

    /// A spot.
    public init(_ name: SpotID?, isFallback: Bool = false) {
        (self.name, self.isFallback) = (name, isFallback)
    }
}

extension Garage {
    /// The spot that a car is to take which a gate lets in: that of its permit, or a fallback one where cars that should have gone
    /// stand on the ordinary ones (design rule 6). Nil where it may take any.
    func spot(
        for plate: PlateID, _ answer: GateAnswer, at: Instant, now: Instant, in settings: GarageSettings
    ) -> OfferedSpot? {
        guard case .open(.entry(let grounds)) = answer else { return nil }
        switch grounds {
        case .permit: return fixedSpot(of: plate, on: settings.zone.day(of: at)).map { OfferedSpot($0) }
        case .paysByTime: return nil
        case .reserved:
            guard settings.fallbackSpots > 0 else { return nil }
            let room = room(for: .plate(plate), at: at, now: now, in: settings)
            let ordinary = settings.capacity - settings.fallbackSpots - room.forPermits
            return room.taken < ordinary ? nil : OfferedSpot(freeFallbackSpot(in: settings), isFallback: true)
        }
    }

    /// The name of a fallback spot that no car is told to take; nil where none has a name or all are assigned.
    func freeFallbackSpot(in settings: GarageSettings) -> SpotID? {
        let assigned = Set(stays.onFallback.lazy.compactMap { stays[$0]?.fallback?.name })
        return settings.fallbackSpotNames.first { !assigned.contains($0) }
    }
}

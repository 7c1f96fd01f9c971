/// What a random card and stay may hold, beside rates by the unit, once and by the day for several audiences and tiers.
enum Feature: CaseIterable {
    /// Caps on some rates.
    case caps
    /// Several rates of the same exclusivity.
    case rivals
    case steps, grid, flat, tolerance, free
    /// Caps on the whole card, with some rates beside them.
    case cardCaps
    /// Other crossings than by the block.
    case crossings
    case validations, earlyBirds, conditions, agreements
    /// A second card for a vehicle's type.
    case vehicles
    case overstays, tax
}

/// What a random case may hold.
struct Wishes {
    var features: Set<Feature>
    /// Times on whole minutes only.
    var wholeMinutes = true
    /// Covered times.
    var covered = true
    /// The largest amount in minor units.
    var most: Int64 = 5_000

    init(_ features: Feature..., wholeMinutes: Bool = true, covered: Bool = true, most: Int64 = 5_000) {
        self.init(features: Set(features), wholeMinutes: wholeMinutes, covered: covered, most: most)
    }

    init(features: Set<Feature>, wholeMinutes: Bool = true, covered: Bool = true, most: Int64 = 5_000) {
        self.features = features
        self.wholeMinutes = wholeMinutes
        self.covered = covered
        self.most = most
    }

    /// All there is.
    static let everything = Wishes(features: Set(Feature.allCases))

    /// The same with times to the microsecond.
    var toTheMicrosecond: Wishes {
        Wishes(features: features, wholeMinutes: false, covered: covered, most: most)
    }

    /// The same but for some.
    func without(_ features: Feature...) -> Wishes {
        Wishes(
            features: self.features.subtracting(features), wholeMinutes: wholeMinutes, covered: covered, most: most)
    }

    func contains(_ feature: Feature) -> Bool { features.contains(feature) }
}

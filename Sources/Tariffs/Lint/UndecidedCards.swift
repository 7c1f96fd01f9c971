public import Chronology

extension [CardID: RateCard] {
    /// What publishing would refuse about cards that are tried out: the errors of each that has any, by its name.
    ///
    /// Two rates that meet and of which none goes before the other are one; see ``RateCard/lint(in:from:)``. Warnings are
    /// left out, as they keep nobody from publishing.
    public func undecided(in zone: ZoneRules, from day: LocalDay) -> [CardID: [Finding]] {
        mapValues { $0.lint(in: zone, from: day).filter { $0.severity == .error } }.filter { !$0.value.isEmpty }
    }
}

public import Chronology

extension RateCard {
    /// What its operator should know before the card is published on a day: errors first, then in the order of the
    /// rates, what concerns the whole card last (tariffs.md, Publishing checks).
    ///
    /// Instants are looked for from the beginning of the day on. Of each kind at most ``mostFindings`` are told; more
    /// come to light when those have been put right. The card should be valid; of one that is not, some findings may
    /// be missing.
    public func lint(in zone: ZoneRules, from day: LocalDay) -> [Finding] {
        var inspection = Inspection(of: self, in: zone, from: day)
        inspection.findOverlappingRates()
        inspection.findOverlappingWindows()
        inspection.findEarlyBirds()
        inspection.findOutrankedRates()
        inspection.findPastRates()
        inspection.findEventsWithoutDate()
        inspection.findSkippedWindows()
        inspection.findCapsBelowUnit()
        inspection.findFractions()
        inspection.findCapsNeverReached()
        inspection.findInvertedCaps()
        inspection.findCapsOutsideWindows()
        inspection.findFlatWithoutEffect()
        inspection.findSteps()
        inspection.findSameNames()
        inspection.findGap()
        return inspection.findings
    }

    /// The most findings of one kind: a thousand rates in force at once would make half a million.
    public static let mostFindings = 100
}

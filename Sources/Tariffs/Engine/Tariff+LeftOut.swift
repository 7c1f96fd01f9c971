import Chronology

extension Tariff {
    /// The rates of the card that stand on no line of what was chosen, in the order of the log.
    func leftOut(
        _ card: CompiledCard, _ chosen: Composition.Outcome, of all: [Composition.Outcome], _ stay: Stay,
        _ parts: [StayPart], _ clock: inout ZoneCursor
    ) -> [LeftOut] {
        var leftOut: [LeftOut] = []
        for place in card.inOrder where chosen.standing[place] != .applied {
            let rate = card.rates[place]
            leftOut.append(
                LeftOut(
                    rate: rate.id, version: rate.version,
                    reason: reason(place, rate, chosen, all, stay, parts, &clock)))
        }
        for (rate, schedule) in card.withdrawn where meets(schedule, stay, parts, &clock) { leftOut.append(rate) }
        return leftOut
    }

    private func reason(
        _ place: Int, _ rate: CompiledRate, _ chosen: Composition.Outcome, _ all: [Composition.Outcome], _ stay: Stay,
        _ parts: [StayPart], _ clock: inout ZoneCursor
    ) -> LeftOut.Reason {
        guard rate.isFor(stay) else { return .otherAudience }
        guard rate.isMet(by: stay, &clock) else { return .conditionNotMet }
        guard stay.entry == stay.exit || parts.contains(where: \.isPaid) else { return .nothingToPay }
        if chosen.lines.contains(where: { $0.reason == .grace }) {
            return meets(rate.schedule, stay, parts, &clock) ? .graced : .outsideWindows
        }
        if chosen.standing[place] == .candidate { return .dearer }
        if all.contains(where: { $0.standing[place].rawValue >= Composition.Standing.candidate.rawValue }) {
            return .dearer
        }
        return meets(rate.schedule, stay, parts, &clock) ? .outranked : .outsideWindows
    }

    private func meets(_ schedule: Schedule, _ stay: Stay, _ parts: [StayPart], _ clock: inout ZoneCursor) -> Bool {
        parts.contains { part in
            part.isPaid
                && schedule.occurrence(endingAfter: part.from, horizon: stay.exit, &clock).from < part.until
        }
    }
}

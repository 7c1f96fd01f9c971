import Chronology

extension Inspection {
    /// Steps that end within a unit, and steps that no car stays for.
    mutating func findSteps() {
        for (place, rate) in card.rates.enumerated() {
            guard case .steps(let steps) = rate.price else { continue }
            if let index = steps.firstIndex(where: { !$0.isWhole }) {
                report(
                    .stepsNotWhole, [place],
                    """
                    Step \(index + 1) of rate \(name(place)) does not last a whole number of its units: the last unit \
                    runs on into the next step. Make it a multiple of the unit.
                    """)
            }
            guard let most = rate.longestOccurrence else { continue }
            var begins = TimeSpan.zero
            for (index, step) in steps.enumerated() {
                guard begins < most else {
                    report(
                        .stepNeverReached, [place],
                        """
                        Step \(index + 1) of rate \(name(place)) is never reached: it begins after \(begins.words), and \
                        no stay under one of the rate's windows lasts so long. Take it out, or change the windows or \
                        the longest stay.
                        """)
                    break
                }
                begins = begins + min(max(step.lasting ?? .zero, .zero), .days(366))
            }
        }
    }
}

extension Step {
    fileprivate var isWhole: Bool {
        guard let lasting, every > .zero else { return true }
        return lasting.microseconds % every.microseconds == 0
    }
}

extension Rate {
    /// How long a stay lasts at most under it in one occurrence; nil where there is no bound.
    ///
    /// A window in which the clocks go back lasts longer than they show, nowhere by more than two hours.
    fileprivate var longestOccurrence: TimeSpan? {
        let window = windows.map { $0.length + .hours(2) }.max()
        return [window, conditions.maximumStay].compactMap(\.self).min()
    }
}

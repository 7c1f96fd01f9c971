public import Chronology

/// Something about a rate card that its operator is told when it is published (tariffs.md, Publishing checks).
public struct Finding: Sendable, Hashable {
    /// What is wrong.
    public let kind: Kind
    /// The rates that it concerns: none where it is the card itself, two where they disagree.
    public let rates: [RateID]
    /// The first instant, on the day looked from or after it, at which the rates meet, the gap begins, the cap bites or
    /// the window does not take place; nil where it is no matter of time.
    public let meeting: Instant?
    /// What is wrong and what to do, for an operator; times in it are those on the garage's wall.
    public let sentence: String

    /// How bad it is.
    public var severity: Severity { kind.severity }

    /// How bad a finding is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The hierarchy of the rates does not say which one is in force.
        case error
        /// The operator probably meant something else.
        case warning
    }

    /// What may be wrong with a card; the raw value is the code that is written down.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Two rates of one audience and tier, on the same conditions, are in force at one time.
        case ratesOverlap = "rates-overlap"
        /// Two such rates on different conditions are, and a stay may fulfil the conditions of both.
        case ratesOverlapConditionally = "rates-overlap-conditionally"
        /// One stay may qualify for two early birds of one audience.
        case earlyBirdsOverlap = "early-birds-overlap"
        /// Windows of one rate overlap.
        case windowsOverlap = "windows-overlap"
        /// No stay qualifies for an early bird.
        case earlyBirdNeverMet = "early-bird-never-met"
        /// An early bird has one price for a stay of any length.
        case earlyBirdOpenEnded = "early-bird-open-ended"
        /// A rate is outranked at all times.
        case rateNeverApplies = "rate-never-applies"
        /// The dates of a rate are over.
        case rateIsPast = "rate-is-past"
        /// A rate of an event has no date.
        case eventWithoutDate = "event-without-date"
        /// A window lies in an hour that the clocks skip.
        case windowInSkippedHour = "window-in-skipped-hour"
        /// A cap is less than a single unit costs.
        case capBelowUnit = "cap-below-unit"
        /// The fractions of an hour come to less than the hour's cap.
        case fractionsDoNotSum = "fractions-do-not-sum"
        /// Smaller caps, or the price itself, never come to a cap.
        case capNeverReached = "cap-never-reached"
        /// A longer cap is less than a shorter one within it.
        case nestedCapsInverted = "nested-caps-inverted"
        /// A cap by the clock is for hours in which its rate is never in force.
        case capOutsideWindows = "cap-outside-windows"
        /// A rate is flat, but has nothing that runs by the day.
        case flatWithoutEffect = "flat-without-effect"
        /// A step ends within a unit.
        case stepsNotWhole = "steps-not-whole"
        /// A step begins later than the rate is ever in force.
        case stepNeverReached = "step-never-reached"
        /// Drivers read the same name for two rates.
        case sameName = "same-name"
        /// At some time of the week the public parks for nothing.
        case gap
        /// The card has no rates.
        case noRates = "no-rates"

        /// How bad it is.
        public var severity: Severity { self == .ratesOverlap ? .error : .warning }
    }
}

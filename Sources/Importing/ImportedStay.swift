import Chronology
import Parking

/// A row of a stays file that can be taken over.
struct ImportedStay {
    let line: Int
    let entry: Instant
    let exit: Instant?
    let plate: Plate
}

/// Why a row cannot be taken over.
public enum RowRejection: String, Sendable, CaseIterable {
    case wrongFieldCount = "wrong-field-count"
    case malformedTime = "malformed-time"
    case missingEntry = "missing-entry"
    case exitBeforeEntry = "exit-before-entry"
    case inTheFuture = "in-the-future"
    case invalidPlate = "invalid-plate"
}

/// What a source did that the rules forbid or do not expect, and that is taken over all the same.
public enum ImportAnomaly: String, Sendable, CaseIterable {
    /// The entry raised the count above the capacity.
    case overCapacity = "over-capacity"
    /// The car left at the very instant it came.
    case zeroLength = "zero-length"
    /// The file knows no exit.
    case stillInside = "still-inside"
    /// The plate came in while it was inside.
    case alreadyInside = "already-inside"
    /// A local time that the clocks skipped: it counts as the instant of the skip.
    case skippedHour = "skipped-hour"
    /// A local time that the clocks showed twice: it counts as the first showing.
    case repeatedHour = "repeated-hour"
}

public import JSON

/// Until when hours are booked of which nobody says how many.
public enum HoursEnd: String, CaseIterable, Hashable, Sendable, JSONReadable {
    /// To the end of the local day on which they begin.
    case dayEnd = "day-end"
}

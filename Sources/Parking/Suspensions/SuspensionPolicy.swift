public import Chronology

/// When a plate is suspended without anybody saying so: after so many overstays within a time, for so many days.
public struct SuspensionPolicy: Hashable, Sendable {
    /// How many overstays it takes, 1 to 100.
    public var overstays: Int
    /// Within what time they end, above zero and up to 366 days.
    public var within: TimeSpan
    /// For how many days behind the last one's, 1 to 366.
    public var days: Int

    /// A policy.
    public init(overstays: Int, within: TimeSpan, days: Int) {
        self.overstays = overstays
        self.within = within
        self.days = days
    }

    /// Checks that it can be.
    func validate() throws(SettingsError) {
        func require(_ condition: Bool, _ field: String, _ problem: String) throws(SettingsError) {
            guard condition else { throw SettingsError(field: "suspension.\(field)", problem: problem) }
        }
        try require((1...100).contains(overstays), "overstays", "must be from 1 to 100")
        try require(within > .zero && within <= .days(366), "within", "must be above 0 and up to 366 days")
        try require((1...366).contains(days), "days", "must be from 1 to 366")
    }
}

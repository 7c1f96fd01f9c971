/// How a time zone's clocks run: its offsets from UTC and the instants at which they change.
///
/// A value, loaded once at the edge and given to the pure code, so that the same rules price an old stay the same way
/// for ever. `version` names the zone data it was read from.
///
/// The map from wall clock to instants is monotone (see ``instant(of:)``): windows that touch on the clock touch in
/// time too, and across a change of clocks no moment is lost or counted twice.
public struct ZoneRules: Sendable, Hashable {
    /// The IANA name, such as `Europe/Berlin`.
    public let name: String
    /// The version of the zone data, such as `2025b`.
    public let version: String

    /// Instants at which the offset changes, ascending, in microseconds since 1970.
    let changes: [Int64]
    /// Offsets from UTC in microseconds; `offsets[0]` is in force before the first change.
    let offsets: [Int64]

    /// Rules from an offset in seconds and the changes that follow it.
    ///
    /// - Parameter changes: instants in seconds since 1970 with the offset in seconds from then on. Ascending.
    public init(name: String, version: String, offset: Int, changes: [(at: Int64, offset: Int)] = []) {
        self.name = name
        self.version = version
        self.changes = changes.map { $0.at * 1_000_000 }
        self.offsets = [Int64(offset) * 1_000_000] + changes.map { Int64($0.offset) * 1_000_000 }
    }

    /// Coordinated universal time.
    public static let utc = ZoneRules(name: "UTC", version: "", offset: 0)

    /// What the clock on the wall shows at an instant.
    public func local(_ instant: Instant) -> LocalDateTime {
        LocalDateTime(microseconds: instant.microseconds + offset(at: instant.microseconds))
    }

    /// The local day of an instant.
    public func day(of instant: Instant) -> LocalDay { local(instant).day }

    /// The first instant at which the clock on the wall shows this time or a later one.
    ///
    /// A time that the clock shows twice is its first showing; a time that it skips is the instant of the skip.
    public func instant(of local: LocalDateTime) -> Instant {
        // Only offsets in force within a day or so of the time can matter.
        var index = count(of: local.microseconds - 2 * LocalDateTime.microsecondsADay)
        while true {
            let candidate = local.microseconds - offsets[index]
            let until = index < changes.count ? changes[index] : Int64.max
            if candidate < until {
                let since = index > 0 ? changes[index - 1] : Int64.min
                return Instant(microseconds: max(candidate, since))
            }
            index += 1
        }
    }

    /// The first instant of a local day; where a zone skipped the day, the instant of the skip.
    public func start(of day: LocalDay) -> Instant { instant(of: LocalDateTime(day)) }

    /// The first instant after a local day.
    public func end(of day: LocalDay) -> Instant { start(of: day.next) }

    /// The offset from UTC in force at an instant, in seconds.
    public func offsetSeconds(at instant: Instant) -> Int { Int(offset(at: instant.microseconds) / 1_000_000) }

    private func offset(at microseconds: Int64) -> Int64 { offsets[count(of: microseconds)] }

    /// How many changes have happened by then.
    private func count(of microseconds: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= microseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// How a time zone's clocks run: its offsets from UTC and the instants at which they change.
///
/// A value, loaded once at the edge and given to the pure code, so that the same rules price an old stay the same way
/// for ever. `version` names the zone data it was read from.
///
/// The map from wall clock to instants is monotone (see ``instant(of:)``): windows that touch on the clock touch in
/// time too, and across a change of clocks no moment is lost or counted twice.
public struct ZoneRules: Sendable, Hashable {
    /// The IANA name, such as `Europe/Berlin`.
    public var name: String { table.name }
    /// The version of the zone data, such as `2025b`.
    public var version: String { table.version }

    /// Shared by all copies, so that handing rules on costs next to nothing.
    private let table: Table

    /// Instants at which the offset changes, ascending, in microseconds since 1970.
    var changes: [Int64] { table.changes }
    /// Offsets from UTC in microseconds; `offsets[0]` is in force before the first change.
    var offsets: [Int64] { table.offsets }

    /// Tells these rules from others of the same name: when the clocks change, and to what (FNV-1a by words).
    package var digest: UInt64 {
        (changes + offsets).reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64(bitPattern: $1)) &* 0x100_0000_01B3
        }
    }

    private final class Table: Sendable {
        let name: String
        let version: String
        let changes: [Int64]
        let offsets: [Int64]

        init(name: String, version: String, changes: [Int64], offsets: [Int64]) {
            self.name = name
            self.version = version
            self.changes = changes
            self.offsets = offsets
        }
    }

    /// Rules from an offset in seconds and the changes that follow it.
    ///
    /// - Parameter changes: instants in seconds since 1970 with the offset in seconds from then on. Ascending.
    public init(name: String, version: String, offset: Int, changes: [(at: Int64, offset: Int)] = []) {
        table = Table(
            name: name, version: version, changes: changes.map { $0.at * 1_000_000 },
            offsets: [Int64(offset) * 1_000_000] + changes.map { Int64($0.offset) * 1_000_000 })
    }

    /// Whether name, version and all changes are the same.
    public static func == (a: ZoneRules, b: ZoneRules) -> Bool {
        a.table === b.table
            || (a.name == b.name && a.version == b.version && a.changes == b.changes && a.offsets == b.offsets)
    }

    /// Zones of one name nearly always have the same changes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(version)
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

    /// The offset in force at an instant, and the stretch of time in which it is; unbounded at both ends of the rules.
    func stretch(at microseconds: Int64) -> (offset: Int64, since: Int64, until: Int64) {
        let index = count(of: microseconds)
        return (
            offsets[index], index > 0 ? changes[index - 1] : .min, index < changes.count ? changes[index] : .max
        )
    }

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

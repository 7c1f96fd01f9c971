import Chronology
import Parking
import Postgres

/// What an event made of the days on whose lists a permit stands.
struct Listing: Hashable, Sendable {
    let permit: RightID
    let plate: PlateID
    let kind: PermitKind.Name
    /// Its days from now on, in days since 1970; nil for none.
    let days: ClosedRange<Int32>?
    let version: Int64

    /// The days of a right as an event left it; nil for one that is no permit, or lets nobody in.
    init?(_ right: Right, by version: Int64) {
        guard right.covers, let permit = right.source.permit else { return nil }
        let (first, last) = (
            right.days.first.daysSinceEpoch, right.lastDayOfAdmission?.daysSinceEpoch ?? ListedDays.forEver
        )
        (self.permit, plate, kind, self.version) = (right.id, right.plate, permit.name, version)
        days = first <= last ? first...last : nil
    }
}

/// Days on end on whose lists a permit stands or stood: since one event, and until another.
struct ListedDays: Hashable, Sendable {
    /// In days since 1970.
    let days: ClosedRange<Int32>
    /// The version of the event that put it there.
    let came: Int64
    /// The version of the event that took it off; nil while it stands there.
    var went: Int64?

    /// A day that never comes: the date infinity.
    static let forEver = Int32.max
}

extension [ListedDays] {
    /// Takes in that a permit stands on other days from now on: what it loses goes with this version, what it gains comes with
    /// it, and what it keeps stays as it came.
    mutating func change(to days: ClosedRange<Int32>?, by version: Int64) {
        var changed: [ListedDays] = []
        // What of the days has come before, in order.
        var kept: [ClosedRange<Int32>] = []
        for listed in sorted(by: { $0.days.lowerBound < $1.days.lowerBound }) {
            guard listed.went == nil else {
                changed.append(listed)
                continue
            }
            let (first, last) = (listed.days.lowerBound, listed.days.upperBound)
            func gone(_ days: ClosedRange<Int32>) {
                changed.append(ListedDays(days: days, came: listed.came, went: version))
            }
            guard let days, days.overlaps(listed.days) else {
                gone(listed.days)
                continue
            }
            let same = listed.days.clamped(to: days)
            if first < same.lowerBound { gone(first...same.lowerBound - 1) }
            changed.append(ListedDays(days: same, came: listed.came))
            if same.upperBound < last { gone(same.upperBound + 1...last) }
            kept.append(same)
        }
        guard let days else {
            self = changed
            return
        }
        var next: Int32? = days.lowerBound
        for same in kept {
            guard let first = next else { break }
            if first < same.lowerBound { changed.append(ListedDays(days: first...same.lowerBound - 1, came: version)) }
            next = same.upperBound == ListedDays.forEver ? nil : same.upperBound + 1
        }
        if let first = next, first <= days.upperBound {
            changed.append(ListedDays(days: first...days.upperBound, came: version))
        }
        self = changed
    }
}

/// A garage's permit.
private struct ListedPermit: Hashable, Comparable {
    let garage: String
    let permit: Int64

    static func < (one: ListedPermit, other: ListedPermit) -> Bool {
        (one.garage, one.permit) < (other.garage, other.permit)
    }
}

extension PostgresSession {
    /// Writes on which days' lists permits of some garages stand, after events in the order of the log. How many of them are written
    /// at a time makes no difference to the rows.
    func write(_ listings: [(garage: String, listing: Listing)]) throws {
        guard !listings.isEmpty else { return }
        let byPermit = Dictionary(grouping: listings) {
            ListedPermit(garage: $0.garage, permit: $0.listing.permit.version)
        }.sorted { $0.key < $1.key }
        let permits = [Parameter.texts(byPermit.map(\.key.garage)), .int8s(byPermit.map(\.key.permit))]
        var standing: [ListedPermit: [ListedDays]] = [:]
        let found = try query(
            """
            select listed.garage_id, listed.permit, first_day, last_day, came_version
            from unnest($1::text[], $2::bigint[]) as noted (garage_id, permit)
            join listed on listed.garage_id = noted.garage_id and listed.permit = noted.permit
            where went_version is null
            """, permits)
        for row in found {
            let (first, last) = (row.date(2), row.date(3))
            guard first <= last else { throw row.unreadable(3, Allowlist.self) }
            standing[ListedPermit(garage: row.text(0), permit: row.int8(1)), default: []].append(
                ListedDays(days: first...last, came: row.int8(4)))
        }
        var rows: [(permit: ListedPermit, listing: Listing, days: ListedDays)] = []
        for (permit, listings) in byPermit {
            var days = standing[permit] ?? []
            for (_, listing) in listings { days.change(to: listing.days, by: listing.version) }
            rows += days.map { (permit, listings[0].listing, $0) }
        }
        try execute(
            """
            delete from listed using unnest($1::text[], $2::bigint[]) as noted (garage_id, permit)
            where listed.garage_id = noted.garage_id and listed.permit = noted.permit and went_version is null
            """, permits)
        try execute(
            """
            insert into listed (garage_id, permit, first_day, last_day, plate_id, kind, came_version, went_version)
            select * from unnest($1::text[], $2::bigint[], $3::date[], $4::date[], $5::bytea[], $6::text[], $7::bigint[],
                $8::bigint[])
            """,
            [
                .texts(rows.map(\.permit.garage)), .int8s(rows.map(\.permit.permit)),
                .dates(rows.map(\.days.days.lowerBound)), .dates(rows.map(\.days.days.upperBound)),
                .byteas(rows.map(\.listing.plate.bytes)), .texts(rows.map(\.listing.kind.rawValue)),
                .int8s(rows.map(\.days.came)), .optionalInt8s(rows.map(\.days.went)),
            ])
    }
}

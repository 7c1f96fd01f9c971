import Chronology

/// How many spots each tenant has had, for as long as stays are known that may have stood on them.
struct TenantSpots: Hashable, Sendable {
    private var since: [TenantID: [Change]] = [:]

    fileprivate struct Change: Hashable, Sendable {
        let at: Instant
        let spots: Int
    }

    /// Tenants have other spots from an instant on, or none.
    mutating func change(to tenants: [Tenant], at instant: Instant) {
        let spots = Dictionary(tenants.map { ($0.id, $0.spots) }, uniquingKeysWith: { first, _ in first })
        for tenant in Set(spots.keys).union(since.keys) where since[tenant]?.last?.spots != spots[tenant, default: 0] {
            since[tenant, default: []].append(Change(at: instant, spots: spots[tenant, default: 0]))
        }
    }

    /// When a tenant's spots became others.
    func changes(of tenant: TenantID) -> [Instant] { since[tenant]?.map(\.at) ?? [] }

    /// How many spots a tenant had at an instant; before the first that is known of, as many as then.
    func count(of tenant: TenantID, at instant: Instant) -> Int {
        let changes = since[tenant] ?? []
        return (changes.last { $0.at <= instant } ?? changes.first)?.spots ?? 0
    }

    /// Lets go of what was over by an instant.
    mutating func forget(before limit: Instant) {
        for (tenant, changes) in since {
            let gone = (changes.firstIndex { $0.at >= limit } ?? changes.count) - 1
            if gone > 0 { since[tenant]!.removeFirst(gone) }
            if let last = since[tenant]!.last, since[tenant]!.count == 1, last.spots == 0, last.at < limit {
                since[tenant] = nil
            }
        }
    }
}

extension TenantSpots: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try TenantSpots(since: form(value!.since))
    }
}

extension TenantSpots.Change: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try TenantSpots.Change(at: form(value!.at), spots: form(value!.spots))
    }
}

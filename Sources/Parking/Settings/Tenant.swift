import Chronology
import Money

/// A firm that has rented spots of the garage for its people: each has a permit of its own, and they share the spots.
public struct Tenant: Hashable, Sendable {
    /// Its name in requests.
    public var id: TenantID
    /// What people call it, 1 to 100 characters.
    public var name: String
    /// How many of its cars have a spot at once.
    public var spots: Int
    /// What happens to one that comes when they are taken.
    public var above: AboveQuota

    /// A tenant.
    public init(id: TenantID, name: String, spots: Int, above: AboveQuota = .pays) {
        self.id = id
        self.name = name
        self.spots = spots
        self.above = above
    }
}

/// The name of a tenant within its garage.
public struct TenantID: Slug {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// What happens to a tenant's car that comes when the tenant's spots are taken.
public enum AboveQuota: String, Hashable, Sendable, CaseIterable {
    /// It may come in as drivers without a right do, and pays by time until a spot of the tenant's is free.
    case pays
    /// It is denied.
    case denied
}

extension GarageSettings {
    /// The tenant of a name.
    public func tenant(_ id: TenantID) -> Tenant? { tenants.first { $0.id == id } }

    /// The spots of all tenants.
    var tenantSpots: Int { tenants.reduce(0) { $0 + $1.spots } }

    /// Checks that each tenant stands once, and that the garage has the spots: those kept for permits, where it keeps any.
    func validateTenants() throws(SettingsError) {
        guard tenants.count <= 1_000 else {
            throw SettingsError(field: "tenants", problem: "must list at most 1000 tenants")
        }
        var known: Set<TenantID> = []
        for (index, tenant) in tenants.enumerated() {
            func require(_ condition: Bool, _ field: String, _ problem: String) throws(SettingsError) {
                guard condition else { throw SettingsError(field: "tenants[\(index)].\(field)", problem: problem) }
            }
            try require(known.insert(tenant.id).inserted, "id", "names a tenant that stands in the list already")
            let isShort = tenant.name.unicodeScalars.count <= 100
            try require(Remark(tenant.name) != nil && isShort, "name", "must have 1 to 100 printable characters")
            try require((1...capacity).contains(tenant.spots), "spots", "must be from 1 to the capacity")
        }
        let (most, whose) = permanentSpots > 0 ? (permanentSpots, "permanentSpots") : (capacity, "the capacity")
        guard tenantSpots <= most else {
            throw SettingsError(field: "tenants", problem: "must not have more spots together than \(whose)")
        }
    }
}

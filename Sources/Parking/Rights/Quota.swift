/// Places that several cars share: only so many of them have one at once, those that came first.
///
/// A car that comes while all are taken is one without that right, until a place is free.
public enum Quota: Hashable, Sendable {
    /// The one place of a permit for several plates.
    case permit(PermitID)
    /// The spots of a tenant.
    case tenant(TenantID)
}

extension Quota: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .permit(form.next())
            case 1: return try .tenant(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .permit(let permit): try form.put(0, permit)
        case .tenant(let tenant): try form.put(1, tenant)
        }
        return value
    }
}

/// On what spot a permit lets a car stand.
public enum PermitSpot: Hashable, Sendable {
    /// One of those that are kept for permits, whichever is free: no more of these are sold than there are.
    case own
    /// A spot of that name, which is kept for nobody else.
    case fixed(SpotID)
    /// One of those that no other permit has, and beyond them one that nobody has reserved: sold as often as anybody likes.
    case shared

    /// The name of a spot of its own.
    public var name: SpotID? {
        guard case .fixed(let name) = self else { return nil }
        return name
    }
}

/// The name that is painted on a spot, such as `P12`.
public struct SpotID: Token {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

extension PermitSpot: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return .own
            case 1: return try .fixed(form.next())
            case 2: return .shared
            default: throw .damaged
            }
        }
        switch value {
        case .own: form.put(0)
        case .fixed(let name): try form.put(1, name)
        case .shared: form.put(2)
        }
        return value
    }
}

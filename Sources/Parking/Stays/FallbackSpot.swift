/// One of the spots that are kept as fallback, which a car was told to take while another one stands on its own (design rule 6).
public struct FallbackSpot: Hashable, Sendable {
    /// What is painted on it; nil where the garage names none.
    public let name: SpotID?

    /// A spot, by its name where it has one.
    public init(_ name: SpotID?) { self.name = name }
}

extension FallbackSpot: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try FallbackSpot(form(value!.name))
    }
}

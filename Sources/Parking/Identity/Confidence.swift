/// How sure a camera is of a plate that it has read: 0 to 100 per cent.
public struct Confidence: Hashable, Sendable, Comparable {
    /// Of a hundred.
    public let percent: Int

    /// A confidence; nil outside 0 to 100.
    public init?(percent: Int) {
        guard (0...100).contains(percent) else { return nil }
        self.percent = percent
    }

    /// What every read has at least.
    public static let none = Confidence(percent: 0)!

    /// Whether the first is less sure.
    public static func < (a: Confidence, b: Confidence) -> Bool { a.percent < b.percent }
}

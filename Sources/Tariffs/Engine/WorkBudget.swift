/// How much may still be looked at for an answer, counted down while it is worked out.
///
/// It is counted and not timed: a question that comes as far as its answer once does so on every machine. One is about what a
/// rate costs that is looked at once; a stretch, a card's rates before the first stretch, and a price as such cost more.
public struct WorkBudget: Hashable, Sendable {
    /// What is left.
    public private(set) var left: Int

    /// So much, or none.
    public init(_ left: Int) {
        self.left = max(0, left)
    }

    /// More than anybody can spend.
    public static let unlimited = WorkBudget(.max)

    /// Whether nothing is left: what was asked takes more.
    public var isSpent: Bool { left == 0 }

    /// Takes work off, down to nothing.
    mutating func spend(_ work: Int) {
        left = max(0, left - work)
    }
}

extension CompiledCard {
    /// What it takes to look at the whole card once.
    var work: Int { 100 + 10 * looks }
}

extension Composition {
    /// What it has taken so far.
    var spent: Int { card.work + work + 20 * stretches }
}

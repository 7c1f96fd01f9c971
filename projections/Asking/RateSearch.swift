public import Tariffs

/// Which rates of the book are looked for; what is left out narrows nothing down.
public struct RateSearch: Hashable, Sendable {
    /// Those of this card.
    public var card: CardID?
    /// Those by which a member of this group may be charged: the group's, everybody's and those of validations.
    public var group: GroupID?

    /// All rates, unless it says otherwise.
    public init(card: CardID? = nil, group: GroupID? = nil) {
        self.card = card
        self.group = group
    }

    func finds(_ rate: Rate) -> Bool {
        guard let group, case .group(let its) = rate.audience else { return true }
        return its == group
    }
}

public import Chronology

/// A car's time in the garage, what of it a right has paid for, and what else bears on its price.
public struct Stay: Sendable, Hashable {
    /// When it came in.
    public var entry: Instant
    /// When it left; at the entry or after it.
    public var exit: Instant
    /// The card of the vehicle's type; where the book has no such card, the standard one applies.
    public var card: CardID
    /// The groups its driver belongs to.
    public var groups: Set<GroupID>
    /// Who has validated the stay.
    public var validations: Set<ValidationID>
    /// The agreement that was applied at the exit.
    public var agreement: AgreementID?
    /// Time that a reservation, permit or subscription has paid for, in any order, overlapping or not.
    ///
    /// Covered time costs nothing and is cut out of the stay: units and blocks run on behind it as if it had not
    /// been (tariffs.md, Coverage).
    public var covered: [Range<Instant>]
    /// Time beside what is covered that is forgiven: a stretch that is not covered and lies within one of them costs nothing
    /// (golden case 49).
    public var forgiven: [Range<Instant>]
    /// Until when it may last that no right covers from its beginning; nil where that has no limit. What lies behind is an overstay
    /// (design rule 17).
    public var limit: Instant?

    /// A stay; by the standard card, of the public and not covered unless it says otherwise.
    public init(
        entry: Instant, exit: Instant, card: CardID = .standard, groups: Set<GroupID> = [],
        validations: Set<ValidationID> = [], agreement: AgreementID? = nil, covered: [Range<Instant>] = [],
        forgiven: [Range<Instant>] = [], limit: Instant? = nil
    ) {
        self.entry = entry
        self.exit = exit
        self.card = card
        self.groups = groups
        self.validations = validations
        self.agreement = agreement
        self.covered = covered
        self.forgiven = forgiven
        self.limit = limit
    }
}

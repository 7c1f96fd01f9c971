/// A part of a card's terms, by the name that it has in a card's JSON; in the order in which they are written.
public enum TermsPart: String, Sendable, Hashable, CaseIterable {
    case crossing, caps, tax, overstay, bookings, agreements, subscriptions, refunds

    /// What is the same to all parts.
    private struct Aspect {
        let isSame: (Terms, Terms) -> Bool
        let copy: (Terms, inout Terms) -> Void

        init<Value: Equatable>(_ path: WritableKeyPath<Terms, Value>) {
            isSame = { $0[keyPath: path] == $1[keyPath: path] }
            copy = { from, to in to[keyPath: path] = from[keyPath: path] }
        }
    }

    private var aspect: Aspect {
        switch self {
        case .crossing: Aspect(\.crossing)
        case .caps: Aspect(\.caps)
        case .tax: Aspect(\.tax)
        case .overstay: Aspect(\.overstay)
        case .bookings: Aspect(\.bookings)
        case .agreements: Aspect(\.agreements)
        case .subscriptions: Aspect(\.subscriptions)
        case .refunds: Aspect(\.refunds)
        }
    }

    /// Whether terms say something of it: each of them how rates meet, of the rest what differs from having none.
    public func stands(in terms: Terms) -> Bool { self == .crossing || !aspect.isSame(terms, Terms()) }

    /// Whether two terms say the same of it.
    public func isSame(_ one: Terms, _ other: Terms) -> Bool { aspect.isSame(one, other) }

    func copy(from: Terms, to: inout Terms) { aspect.copy(from, &to) }
}

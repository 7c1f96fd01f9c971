public import Parking

/// Who holds a token, and which token it is.
public struct Bearer: Hashable, Sendable {
    /// Who it is for.
    public let caller: Caller
    /// What tells it from others.
    public let token: TokenName
}

/// What tells a token from all others, without saying it.
public struct TokenName: Hashable, Sendable {
    private let issuer: String
    private let id: ID

    private enum ID: Hashable {
        case id(String)
        /// One that has no id is known by its holder, who may have more such.
        case holder(Actor)
    }

    /// The token of an issuer that has an id, or is its holder's.
    public init(issuer: String, id: String?, holder: Actor) {
        self.issuer = issuer
        self.id = id.map { .id($0) } ?? .holder(holder)
    }
}

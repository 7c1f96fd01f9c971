/// Somebody whose tokens are believed: who signs them, and what they may say at most.
public struct TrustedIssuer: Hashable, Sendable {
    /// The name of the installation itself, where it gives tokens out.
    public static let local = "parklog"

    /// As tokens name it.
    public let name: String
    /// Its public keys as a JSON Web Key Set (RFC 7517).
    public let keySet: String
    /// The roles that it may give.
    public let roles: Set<Role>
    /// The garages that it may give them for.
    public let garages: Caller.Garages
    /// Whom its tokens must be meant for; nil where it gives out none for others.
    public let audience: String?

    /// An issuer.
    public init(
        _ name: String, keySet: String, roles: Set<Role>, garages: Caller.Garages, audience: String? = nil
    ) {
        self.name = name
        self.keySet = keySet
        self.roles = roles
        self.garages = garages
        self.audience = audience
    }

    /// Whether a caller is no more than it may make one.
    func allows(_ caller: Caller) -> Bool {
        guard roles.contains(caller.role) else { return false }
        switch (garages, caller.garages) {
        case (.every, _): return true
        case (.these, .every): return false
        case (.these(let most), .these(let asked)): return asked.isSubset(of: most)
        }
    }
}

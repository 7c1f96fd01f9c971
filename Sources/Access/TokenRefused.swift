/// Why a token says nothing of who sends it.
public enum TokenRefused: String, Error, Hashable, Sendable, CaseIterable {
    case missing = "The request must have a header Authorization: Bearer TOKEN; parklog token makes one."
    case tooLong = "The token is longer than 8192 characters."
    case malformed = "The token is no JSON Web Token that is signed by a key of its own."
    case claims =
        "The token must say iss, sub, exp, role and garages, and may say nbf, jti, gates and validations; ask for a new one."
    case algorithm = "The token must be signed by ES256, ES384, EdDSA, RS256 or PS256."
    case unknownIssuer = "Nobody here knows the token's issuer."
    case keysMissing = "The keys of the token's issuer cannot be had at the moment; try again later."
    case audience = "The token is meant for another service; its claim aud names this one in other words."
    case unknownKey = "The token is signed by a key that its issuer has not, or no longer."
    case signature = "The token's signature is not that of its issuer."
    case expired = "The token has expired; ask for a new one."
    case notYet = "The token is not valid yet."
    case revoked = "The token was revoked; ask for a new one."
    case beyondIssuer = "The token's issuer may not give this role, or not for this garage."

    /// What to do about it.
    public var sentence: String { rawValue }
}

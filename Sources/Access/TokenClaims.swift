import Foundation
import JWTKit
import Parking
import Tariffs

/// What a token says (RFC 7519).
struct TokenClaims: JWTPayload {
    var iss: IssuerClaim
    var sub: SubjectClaim
    var exp: ExpirationClaim
    var nbf: NotBeforeClaim?
    var iat: IssuedAtClaim?
    var jti: IDClaim?
    var aud: AudienceClaim?
    var role: Role
    /// Names of garages; `*` for every one.
    var garages: [String]
    var gates: [String]?
    var validations: [String]?

    /// Times are compared by the service's own clock, by ``TokenVerifier``.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// The caller that the token is for; nil where a name in it is none.
    var caller: Caller? {
        guard let actor = Actor("\(sub.value)@\(iss.value)"), !garages.isEmpty else { return nil }
        var names: Set<GarageID> = []
        for name in garages where name != "*" {
            guard let garage = GarageID(name) else { return nil }
            names.insert(garage)
        }
        let isEvery = garages.contains("*")
        guard let gates = TokenClaims.names(gates, { GateID($0) }),
            let validations = TokenClaims.names(validations, { ValidationID($0) })
        else { return nil }
        return Caller(
            actor, role, garages: isEvery ? .every : .these(names), gates: self.gates == nil ? nil : gates,
            validations: self.validations == nil ? nil : validations)
    }

    /// The names of texts; nil where one is none.
    private static func names<Name: Hashable>(_ texts: [String]?, _ name: (String) -> Name?) -> Set<Name>? {
        var names: Set<Name> = []
        for text in texts ?? [] {
            guard let name = name(text) else { return nil }
            names.insert(name)
        }
        return names
    }
}

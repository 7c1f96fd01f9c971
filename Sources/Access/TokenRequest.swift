public import Chronology
import Foundation
import JWTKit
public import Parking
public import Tariffs

/// What a new token is to be for.
public struct TokenRequest: Hashable, Sendable {
    /// Who will hold it.
    public var subject: String
    /// What it is to its garages.
    public var role: Role
    /// Its garages.
    public var garages: Caller.Garages
    /// The gates that it is bound to; for a role that is.
    public var gates: [GateID]
    /// The validations that it is bound to; for a role that is.
    public var validations: [ValidationID]

    /// A token without bounds.
    public init(
        subject: String, role: Role, garages: Caller.Garages, gates: [GateID] = [], validations: [ValidationID] = []
    ) {
        self.subject = subject
        self.role = role
        self.garages = garages
        self.gates = gates
        self.validations = validations
    }

    /// What is wrong with it, as a sentence; nil where nothing is.
    public var problem: String? {
        if Actor("\(subject)@\(TrustedIssuer.local)") == nil || subject.contains("@") {
            return "The name must have printable ASCII characters without blanks and @, at most 110."
        }
        if case .these(let garages) = garages, garages.isEmpty { return "Name a garage, or * for every one." }
        if !gates.isEmpty, role != .gate { return "Only tokens of the role gate are bound to gates." }
        if !validations.isEmpty, role != .validator {
            return "Only tokens of the role validator are bound to validations."
        }
        // What a booking app has made is told by its name.
        if role == .booking, subject == role.rawValue { return "Name who books: --name." }
        if role == .validator, validations.isEmpty { return "Name the validations that the token may give." }
        return nil
    }

    /// A token, signed; where it is to be listed and revoked, ``AccessStore/note(_:signedBy:_:)`` it.
    public func sign(
        by key: SigningKey, from now: Instant, until: Instant
    ) async throws -> (token: String, issued: IssuedToken) {
        let names =
            switch garages {
            case .every: ["*"]
            case .these(let garages): garages.map(\.text).sorted()
            }
        // Tokens tell whole seconds.
        let until = Instant(microseconds: until.microseconds / 1_000_000 * 1_000_000)
        let issued = IssuedToken(
            id: UUID().uuidString.lowercased(), subject: subject, role: role, garages: names,
            gates: gates.map(\.text), validations: validations.map(\.text), expiresAt: until, revokedAt: nil)
        let token = try await key.sign(
            TokenClaims(
                iss: .init(value: TrustedIssuer.local), sub: .init(value: subject), exp: .init(value: Date(until)),
                nbf: .init(value: Date(now)), iat: .init(value: Date(now)), jti: .init(value: issued.id), role: role,
                garages: names, gates: gates.isEmpty ? nil : issued.gates,
                validations: validations.isEmpty ? nil : issued.validations))
        return (token, issued)
    }
}

extension Date {
    /// In whole seconds.
    fileprivate init(_ instant: Instant) { self.init(timeIntervalSince1970: Double(instant.microseconds / 1_000_000)) }
}

public import Parking
public import Tariffs

/// Why a caller may not do what it asks, though it is known who it is.
public enum AccessDenied: Error, Hashable, Sendable {
    /// Its role may not do this.
    case role(Role, String, allowed: [Role])
    /// The garage is not among its own.
    case garage(GarageID)
    /// The gate is not among its own.
    case gate(GateID?, Set<GateID>)
    /// The validation is not among its own.
    case validation(Set<ValidationID>)
    /// Somebody else made the reservation.
    case notItsOwn
    /// It may ask for stays that it can name, and not for all.
    case unnamed
    /// It may not look for plates, as it sees none.
    case search(String)

    /// A sentence that says what would be allowed.
    public var sentence: String {
        switch self {
        case .role(let role, let what, let allowed):
            let roles = Role.allCases.filter(allowed.contains).map(\.rawValue).joined(separator: ", ")
            return "A token of the role \(role.rawValue) may not \(what); one of these may: \(roles)."
        case .garage(let garage): return "The token is not for the garage \(garage); ask for one that is."
        case .gate(let gate, let gates):
            let its = gates.map(\.text).sorted().joined(separator: ", ")
            return "The token is for the gates \(its)\(gate.map { ", not for \($0)" } ?? "")."
        case .validation(let validations):
            return "The token is for the validations \(validations.map(\.text).sorted().joined(separator: ", ")) only."
        case .notItsOwn: return "The reservation was made by somebody else; the token may cancel its own only."
        case .unnamed: return "The token is for stays that are asked for by \"plate\" or \"ticket\"; name one of them."
        case .search(let parameter):
            return "The token's role sees no plates, so it may not ask by \"\(parameter)\"."
        }
    }
}

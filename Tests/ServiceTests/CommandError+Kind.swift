import Parking
import Hosting

extension CommandError {
    /// The refusal, where the garage refused.
    var refusal: Refusal? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal
    }

    /// The error's name, to compare it by.
    var kind: Kind {
        switch self {
        case .body: .body
        case .refused: .refused
        case .idReused: .idReused
        case .overloaded: .overloaded
        case .stopping: .stopping
        case .unreadable: .unreadable
        case .altered: .altered
        case .archived: .archived
        case .headDisagrees: .headDisagrees
        case .unavailable: .unavailable
        case .outcomeUnknown: .outcomeUnknown
        }
    }

    enum Kind: Hashable {
        case body, refused, idReused, overloaded, stopping, unreadable, altered, archived, headDisagrees, unavailable,
            outcomeUnknown
    }
}

/// The error that a command ends with; nil where it succeeds.
func failure(_ body: () async throws(CommandError) -> Reply) async -> CommandError? {
    do throws(CommandError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

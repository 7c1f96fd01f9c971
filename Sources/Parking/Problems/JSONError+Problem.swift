public import JSON
import Tariffs

extension JSONError {
    /// The error as an edge shows it.
    public var problem: Problem {
        let type: ProblemType =
            switch kind {
            case .syntax: .malformedJSON
            case .encoding: .invalidUTF8
            case .unknownField: .unknownField
            case .missingField: .missingField
            case .plate: .invalidPlate
            case .day: .invalidDay
            case .value, .other: .invalidValue
            }
        return Problem(type, description, field: path.isEmpty ? nil : path)
    }
}

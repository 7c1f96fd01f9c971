/// Why read models were not rebuilt. What served before still serves.
public enum RebuildError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No read model has that name.
    case unknownModel(String)

    /// What it prints as.
    public var description: String {
        switch self {
        case .unknownModel(let name):
            "There is no read model \(name); there are \(readModels.map { $0.name }.joined(separator: ", "))."
        }
    }
}

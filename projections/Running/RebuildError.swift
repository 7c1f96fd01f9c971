/// Why read models were not rebuilt. What served before still serves.
public enum RebuildError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No read model has that name.
    case unknownModel(String)
    /// It cannot take an event of the log.
    case poisoned(model: String, garage: String, version: Int64, reason: String)

    /// What it prints as.
    public var description: String {
        switch self {
        case .unknownModel(let name):
            "There is no read model \(name); there are \(readModels.map { $0.name }.joined(separator: ", "))."
        case .poisoned(let model, let garage, let version, let reason):
            "The read model \(model) cannot take event \(version) of \(garage): \(reason)."
        }
    }
}

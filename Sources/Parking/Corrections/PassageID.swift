import JSON

/// One passage of a car: the entry that began a stay, or an exit.
public enum PassageID: Hashable, Sendable {
    case entry(SessionID)
    case exit(ExitID)

    /// The version of the event that told of it.
    public var version: Int64 {
        switch self {
        case .entry(let session): session.version
        case .exit(let exit): exit.version
        }
    }
}

extension JSONFields {
    /// Reads which passage is meant.
    mutating func passage() throws(JSONError) -> PassageID {
        let (session, exit): (SessionID?, ExitID?) = (try optional("session"), try optional("exit"))
        guard session == nil || exit == nil else { throw JSONError("goes without session", path: "exit") }
        if let exit { return .exit(exit) }
        guard let session else { throw JSONError("must have one of session and exit", kind: .missingField) }
        return .entry(session)
    }
}

extension JSONWriter {
    /// Which passage is meant.
    mutating func passage(_ passage: PassageID) {
        switch passage {
        case .entry(let session): field("session", number: session.version)
        case .exit(let exit): field("exit", number: exit.version)
        }
    }
}

package import Chronology
package import JSON
package import Money

/// Says who works on an exception.
public struct AssignException: GarageCommand {
    /// The exception.
    public let exception: ExceptionID
    /// Who works on it; nil for nobody.
    public let owner: Actor?

    package static let name = CommandName.assignException

    /// An exception, and whose it is.
    public init(_ exception: ExceptionID, to owner: Actor?) {
        self.exception = exception
        self.owner = owner
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["exception", "owner"]) { (fields: inout JSONFields) throws(JSONError) in
            let exception: ExceptionID = try fields.required("exception")
            return .complete(.assignException(AssignException(exception, to: try fields.optional("owner"))))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("exception", number: exception.version)
        json.field("owner", owner)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        guard let standing = garage.openExceptions[exception] else { throw .unknownException(exception) }
        guard standing.owner != owner else {
            return Decision(.exceptionHandled(HandledException(exception, repeated: true)), at: now)
        }
        return Decision(
            .exceptionHandled(HandledException(exception, repeated: false)), at: now,
            .exceptionAssigned(ExceptionAssigned(exception, to: owner)))
    }
}

extension Refusal {
    /// No such exception is open.
    public static func unknownException(_ id: ExceptionID) -> Refusal {
        Refusal(
            .unknownException, "No exception \(id) is open; it was cured, dismissed, or there never was one.",
            field: "exception")
    }
}

/// An exception that is as somebody said.
public struct HandledException: CommandOutcome {
    /// The exception.
    public let exception: ExceptionID
    /// Whether it was so before.
    public let repeated: Bool

    /// An exception that is as somebody said.
    public init(_ exception: ExceptionID, repeated: Bool) {
        self.exception = exception
        self.repeated = repeated
    }

    package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
        json.field("exception", number: exception.version)
        json.flag("repeated", repeated)
    }
}

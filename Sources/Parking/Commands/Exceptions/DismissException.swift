package import Chronology
package import JSON
package import Money

/// Says that nothing is to be done about an exception.
public struct DismissException: GarageCommand {
    /// The exception.
    public let exception: ExceptionID
    /// Why.
    public let correction: Correction

    package static let name = CommandName.dismissException

    /// An exception to close.
    public init(_ exception: ExceptionID, _ correction: Correction) {
        self.exception = exception
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["exception"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            let exception: ExceptionID = try fields.required("exception")
            return .complete(.dismissException(DismissException(exception, try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("exception", number: exception.version)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        guard garage.openExceptions[exception] != nil else { throw .unknownException(exception) }
        return Decision(
            .exceptionHandled(HandledException(exception, repeated: false)), at: now,
            .exceptionDismissed(ExceptionDismissed(exception, correction)))
    }
}

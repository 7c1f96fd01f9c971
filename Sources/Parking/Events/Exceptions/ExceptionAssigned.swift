package import JSON
package import Money

/// Somebody works on an exception, or nobody any more.
public struct ExceptionAssigned: EventBody {
    /// The exception.
    public let exception: ExceptionID
    /// Who works on it.
    public let owner: Actor?

    package static let name = "exception-assigned"
    package static let fields = ["exception", "owner"]

    /// An exception, and whose it is.
    public init(_ exception: ExceptionID, to owner: Actor?) {
        self.exception = exception
        self.owner = owner
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        exception = try fields.required("exception")
        owner = try fields.optional("owner")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("exception", number: exception.version)
        json.field("owner", owner)
    }

    package func sentence(in currency: Currency) -> String {
        owner.map { "\($0) works on exception \(exception)." } ?? "Nobody works on exception \(exception) any more."
    }

    package var event: GarageEvent { .exceptionAssigned(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.openExceptions.assign(exception, to: owner)
    }
}

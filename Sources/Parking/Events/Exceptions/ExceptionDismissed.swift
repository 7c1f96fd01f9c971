package import JSON
package import Money

/// A person has looked at an exception, and nothing is to be done about it (design rule 15).
public struct ExceptionDismissed: EventBody {
    /// The exception.
    public let exception: ExceptionID
    /// Why.
    public let correction: Correction

    package static let name = "exception-dismissed"
    package static let fields = ["exception"] + Correction.fields

    /// An exception that is closed.
    public init(_ exception: ExceptionID, _ correction: Correction) {
        self.exception = exception
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        exception = try fields.required("exception")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("exception", number: exception.version)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "Exception \(exception) was dismissed \(correction.sentence)."
    }

    package var event: GarageEvent { .exceptionDismissed(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        // A passage that nobody will put right does not wait any more.
        guard let dismissed = garage.openExceptions[exception] else { return [] }
        if case .passage(let id) = dismissed.subject { garage.quarantine.release(id) }
        garage.letGo(dismissed)
        return garage.openExceptions.dismiss(exception, by: recorded)
    }
}

package import JSON
package import Money

/// An exit was found to be the end of no stay that is known, by what the log heard after it (design rule 11).
public struct ExitUnlinked: EventBody {
    /// The exit.
    public let exit: ExitID

    package static let name = "exit-unlinked"
    package static let fields = ["exit"]

    /// An exit without an entry.
    public init(_ exit: ExitID) { self.exit = exit }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        exit = try fields.required("exit")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("exit", number: exit.version)
    }

    package func sentence(in currency: Currency) -> String {
        "Exit \(exit) is the end of no stay that is known."
    }

    package var event: GarageEvent { .exitUnlinked(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.stays.free(exit)
        return garage.stays.exits[exit].map { [.exitUnmatched($0)] } ?? []
    }
}

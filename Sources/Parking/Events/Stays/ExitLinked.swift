package import JSON
package import Money

/// An exit was found to be the end of a stay, by what the log heard after it: the mend of an exit without an entry, or of one
/// that was taken for another stay's (design rule 11). Or a person says so (design rule 15).
public struct ExitLinked: EventBody {
    /// The stay.
    public let session: SessionID
    /// The exit.
    public let exit: ExitID
    /// Whether the gate could not name the car, and another one may have left (design rule 10).
    public let isAssumed: Bool
    /// Why a person says so; nil where it follows from what happened.
    public let correction: Correction?

    package static let name = "exit-linked"
    package static let fields = ["session", "exit", "assumed"] + Correction.fields

    /// An exit that ended a stay.
    public init(_ exit: ExitID, to session: SessionID, isAssumed: Bool = false) {
        self.session = session
        self.exit = exit
        self.isAssumed = isAssumed
        correction = nil
    }

    /// An exit that ended a stay, as a person said.
    public init(_ exit: ExitID, to session: SessionID, _ correction: Correction) {
        self.session = session
        self.exit = exit
        isAssumed = false
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        exit = try fields.required("exit")
        isAssumed = try fields.optional("assumed") ?? false
        correction = try fields.has("reason") ? fields.correction() : nil
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("exit", number: exit.version)
        json.flag("assumed", isAssumed)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        let assumed = isAssumed ? "; the gate could not name the car" : ""
        let said = correction.map { ", as a person said \($0.sentence)" } ?? ""
        return "Exit \(exit) is the end of stay \(session)\(assumed)\(said)."
    }

    package var event: GarageEvent { .exitLinked(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        if correction != nil { return garage.link(exit, to: session) }
        guard let exit = garage.stays.exits[exit] else { return [] }
        return garage.end(session, .left(exit))
    }
}

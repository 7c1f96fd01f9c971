/// What somebody is to a garage who asks something of it. Each is allowed what ``Parking/CommandName/senders`` and
/// ``Reading/readers`` say, and nothing else.
public enum Role: String, Hashable, Sendable, CaseIterable, Codable {
    /// Runs garages: everything.
    case `operator`
    /// The devices of gates: what passes them, and who may.
    case gate
    /// Sells reservations: makes them, cancels its own, and sees those.
    case booking
    /// A machine where drivers pay and ask: what a stay costs.
    case kiosk
    /// Gives drivers something off, such as a cinema.
    case validator
    /// Looks at everything and changes nothing.
    case auditor
    /// Draws figures for reports, without plates.
    case reporting

    /// Whether answers to it name plates.
    public var seesPlates: Bool { self != .reporting }
}

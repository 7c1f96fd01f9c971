package import Chronology
package import JSON
public import Money

/// One kind of command: what it asks, how a request spells it, the rule that decides it, what it is answered, and why it may
/// be refused.
///
/// A file each.
package protocol GarageCommand: Hashable, Sendable {
    /// What it is called in addresses and on the command line.
    static var name: CommandName { get }
    /// Reads the body of a request.
    static func request(_ reader: inout JSONReader, _ context: CommandContext) throws(JSONError) -> CommandRequest

    /// Writes the fields of a text that two requests share exactly when they ask for the same.
    ///
    /// - Parameter currency: the garage's, for amounts; nil while there is no garage.
    func writeCanonical(_ json: inout JSONWriter, currency: Currency?)

    /// The rule.
    ///
    /// - Parameter now: the server's clock.
    func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision
}

/// What a command was answered.
package protocol CommandOutcome: Hashable, Sendable {
    /// Writes the fields of the answer. It names no plate, as replies are stored.
    func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules)
}

/// What reading a command's body needs to know.
public struct CommandContext: Sendable {
    /// The garage's, for amounts; nil while there is no garage.
    public var currency: Currency?
    /// How time zones are found.
    public var zones: ZoneLookup

    /// What is known of a garage.
    public init(currency: Currency?, zones: @escaping ZoneLookup) {
        self.currency = currency
        self.zones = zones
    }

    /// The garage's currency, for a body that has amounts.
    func knownCurrency() throws(JSONError) -> Currency {
        guard let currency else { throw JSONError("has amounts of a garage that is not configured yet") }
        return currency
    }
}

extension Garage {
    /// The settings; a command to a garage without any is refused.
    func configured() throws(Refusal) -> GarageSettings {
        guard let settings else { throw .unknownGarage }
        return settings
    }

    /// The settings; a correction for a reason that is not on the garage's list is refused (design rule 15).
    @discardableResult
    func configured(for correction: Correction) throws(Refusal) -> GarageSettings {
        let settings = try configured()
        guard settings.reasons.isEmpty || settings.reasons.contains(correction.reason) else {
            throw .unknownReason(correction.reason, settings.reasons)
        }
        return settings
    }
}

package import Chronology
package import JSON
package import Money

/// Changes the settings of a garage that it names.
public struct ChangeSettings: GarageCommand {
    /// The settings that it names.
    public let named: NamedSettings

    package static let name = CommandName.changeSettings

    /// Some settings.
    public init(_ named: NamedSettings) { self.named = named }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let named = try NamedSettings.read(&reader, currency: context.knownCurrency(), zones: context.zones)
        return .complete(.changeSettings(ChangeSettings(named)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        json.object { $0.fields(of: named, currency: currency) }
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.decide(named, in: try garage.configured(), at: now)
    }
}

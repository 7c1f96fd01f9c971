package import Chronology
package import JSON
package import Money

/// Creates the garage, or changes the settings that it names.
public struct ConfigureGarage: GarageCommand {
    /// The settings that it names.
    public let named: NamedSettings

    package static let name = CommandName.configureGarage

    /// All settings.
    public init(_ settings: GarageSettings) { named = NamedSettings(settings) }

    /// Some settings; without all that have no default they make no garage.
    public init(_ named: NamedSettings) { self.named = named }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let named = try NamedSettings.read(&reader, currency: context.currency, zones: context.zones)
        return .complete(.configureGarage(ConfigureGarage(named)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        json.object { $0.fields(of: named, currency: currency) }
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        if let standing = garage.settings { return try garage.decide(named, in: standing, at: now) }
        let settings = try settingsOfNewGarage()
        return Decision(.configured(.created), at: now, .garageConfigured(GarageConfigured(settings)))
    }

    /// The settings of the garage that it makes where there is none.
    public func settingsOfNewGarage() throws(Refusal) -> GarageSettings { try named.ofNewGarage() }

    /// What became of the garage.
    public enum Outcome: CommandOutcome {
        /// It is new.
        case created
        /// Its settings were changed, or are as they were; and what goes beyond those that were narrowed.
        case changed(SettingsChange, [SettingsWarning] = [])

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.flag("configured", true)
            switch self {
            case .created: json.flag("created", true)
            case .changed(let change, let warnings): json.changes(change, warnings)
            }
        }
    }
}

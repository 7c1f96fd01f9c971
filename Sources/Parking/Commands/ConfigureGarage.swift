package import Chronology
package import JSON
package import Money

/// Creates the garage or replaces its settings.
public struct ConfigureGarage: GarageCommand {
    /// The settings from then on.
    public let settings: GarageSettings

    package static let name = CommandName.configureGarage

    /// New settings.
    public init(_ settings: GarageSettings) { self.settings = settings }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let settings = try reader.fields(GarageSettings.fieldNames) { (fields: inout JSONFields) throws(JSONError) in
            try GarageSettings(&fields, zones: context.zones)
        }
        return .complete(.configureGarage(ConfigureGarage(settings)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        json.object { $0.fields(of: settings) }
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        do { try settings.validate() } catch { throw .settings(error) }
        if let standing = garage.settings {
            guard standing.zone.name == settings.zone.name else { throw .settingFixed("timeZone") }
            guard standing.currency == settings.currency else { throw .settingFixed("currency") }
        }
        return Decision(.configured(Outcome()), at: now, .garageConfigured(GarageConfigured(settings)))
    }

    /// That it is done.
    public struct Outcome: CommandOutcome {
        /// That it is done.
        public init() {}

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.flag("configured", true)
        }
    }
}

extension Refusal {
    /// A setting that is fixed once the garage exists would change.
    public static func settingFixed(_ field: String) -> Refusal {
        Refusal(
            .settingFixed, "\"\(field)\" cannot change once the garage exists; make a new garage.", field: field)
    }
}

package import JSON
package import Money

/// The garage was created, or its settings were replaced.
public struct GarageConfigured: EventBody {
    /// The settings from now on.
    public let settings: GarageSettings

    package static let name = "garage-configured"
    package static let fields = GarageSettings.fieldNames

    /// New settings.
    public init(_ settings: GarageSettings) { self.settings = settings }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        settings = try GarageSettings(&fields, zones: zones)
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) { json.fields(of: settings) }

    package func sentence(in currency: Currency) -> String {
        "The garage \"\(settings.name)\" was configured: \(settings.capacity) spots, \(settings.gates.count) gates."
    }

    package var event: GarageEvent { .garageConfigured(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.configure(settings)
    }
}

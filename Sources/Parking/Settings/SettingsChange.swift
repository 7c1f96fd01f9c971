/// What became of a garage's settings.
public struct SettingsChange: Hashable, Sendable {
    /// As they were.
    public let from: GarageSettings
    /// As they are from then on.
    public let to: GarageSettings

    /// Settings and what they became.
    public init(from: GarageSettings, to: GarageSettings) {
        self.from = from
        self.to = to
    }

    /// The names of those that changed, in the order in which settings are written.
    public var names: [String] { fields.map(\.name) }

    var fields: [SettingField] { SettingField.all.filter { !$0.isSame(from, to) } }
}

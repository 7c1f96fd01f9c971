package import Chronology
import Money

/// The settings that a command names; those that it leaves out stay as they are.
///
/// The one way in which settings are merged, whichever command names them.
public struct NamedSettings: Hashable, Sendable {
    /// What is named, as the settings have it; what is not has its default.
    private(set) var values: GarageSettings
    /// The names of those that are named.
    private(set) var names: Set<String>

    /// All of a garage's settings.
    public init(_ settings: GarageSettings) {
        values = settings
        names = Set(GarageSettings.fieldNames)
    }

    /// Some of a garage's settings, by the names that they have in requests.
    ///
    /// - Precondition: there are settings of these names.
    public init(_ names: Set<String>, of settings: GarageSettings) {
        precondition(names.isSubset(of: GarageSettings.fieldNames), "\(names) are not all settings")
        self.names = names
        values = .defaults
        for setting in named { setting.copy(settings, &values) }
    }

    /// Those that are named, in the order in which they are written.
    var named: [SettingField] { SettingField.all.filter { names.contains($0.name) } }

    /// A garage's settings with what is named in the place of its own.
    func over(_ standing: GarageSettings) -> GarageSettings {
        var settings = standing
        for setting in named where !setting.isSame(values, standing) { setting.copy(values, &settings) }
        return settings
    }

    /// The settings of a garage that begins with these.
    func ofNewGarage() throws(Refusal) -> GarageSettings {
        if let missing = SettingField.all.first(where: { $0.isRequired && !names.contains($0.name) }) {
            throw .settingMissing(missing.name)
        }
        do { try values.validate() } catch { throw .settings(error) }
        return values
    }
}

extension Garage {
    /// Changes the settings that are named. Where they all are as they were, nothing happens.
    func decide(_ named: NamedSettings, in standing: GarageSettings, at now: Instant) throws(Refusal) -> Decision {
        guard !named.names.isEmpty else { throw .noSettingNamed }
        let settings = named.over(standing)
        do { try settings.validate() } catch { throw .settings(error) }
        let changes = SettingField.all.filter { !$0.isSame(standing, settings) }
        for fixed in ["timeZone", "currency"] where changes.contains(where: { $0.name == fixed }) {
            throw .settingFixed(fixed)
        }
        for tenant in standing.tenants where settings.tenant(tenant.id) == nil {
            let today = settings.zone.day(of: now)
            let permits = rights.of(.tenant(tenant.id)).filter { !$0.days.areOver(on: today) }
            guard permits.isEmpty else { throw .tenantHasPermits(tenant.id, permits.map(\.id)) }
        }
        let outcome = ConfigureGarage.Outcome.changed(
            SettingsChange(from: standing, to: settings), narrowed(from: standing, to: settings, at: now))
        return Decision(
            .configured(outcome), at: now, changes.isEmpty ? [] : [.garageConfigured(GarageConfigured(settings))])
    }
}

extension Refusal {
    /// A garage cannot begin without the setting.
    public static func settingMissing(_ name: String) -> Refusal {
        Refusal(.missingField, "\"\(name)\" is missing, without which no garage begins; name it.", field: name)
    }

    /// Nothing is to be changed.
    public static let noSettingNamed = Refusal(
        .missingField, "No setting is named; name at least one that is to change, such as \"capacity\".")

    /// A tenant whose people have permits would be gone.
    public static func tenantHasPermits(_ tenant: TenantID, _ permits: [RightID]) -> Refusal {
        let named = permits.prefix(10).map { "\($0)" }.joined(separator: ", ") + (permits.count > 10 ? ", …" : "")
        return Refusal(
            .tenantHasPermits,
            "Permits share the spots of tenant \(tenant): \(named). Revoke them first; they last to the day's end.",
            field: "tenants")
    }

    /// A setting that is fixed once the garage exists would change.
    public static func settingFixed(_ field: String) -> Refusal {
        Refusal(
            .settingFixed, "\"\(field)\" cannot change once the garage exists; make a new garage.", field: field)
    }
}

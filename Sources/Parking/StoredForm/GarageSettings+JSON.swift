import Chronology
package import JSON
import Money
import Tariffs

// The settings as the log and requests have them. What has its default is not written: so a setting that is new changes no
// payload of before.

extension GarageSettings {
    /// The names of all settings.
    package static let fieldNames = SettingField.all.map(\.name)

    /// Reads settings; what is left out has its default.
    init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        self = .defaults
        for setting in SettingField.all {
            guard setting.isRequired || fields.has(setting.name) else { continue }
            try fields.required(setting.name) { (reader: inout JSONReader) throws(JSONError) in
                try setting.read(&reader, &self, zones)
            }
        }
    }
}

extension JSONReader {
    mutating func gates() throws(JSONError) -> [Gate] {
        try list(most: 64) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["id", "lane", "holds"]) { (fields: inout JSONFields) throws(JSONError) in
                Gate(
                    id: try fields.required("id"), lane: try fields.required("lane"),
                    holds: try fields.optional("holds") ?? 1)
            }
        }
    }
}

extension JSONWriter {
    /// Settings for whoever asks for them: defaults too.
    package mutating func settings(_ settings: GarageSettings) {
        object { $0.fields(of: settings, withDefaults: true) }
    }

    /// The fields of settings.
    mutating func fields(of settings: GarageSettings, withDefaults: Bool = false) {
        for setting in SettingField.all {
            guard !setting.hasDefault(settings) || withDefaults && setting.isShownByDefault else { continue }
            name(setting.name)
            setting.write(&self, settings)
        }
    }

    mutating func gates(_ gates: [Gate]) {
        array(gates) { json, gate in
            json.object {
                $0.field("id", gate.id)
                $0.field("lane", gate.lane.rawValue)
                if gate.holds != 1 { $0.field("holds", number: gate.holds) }
            }
        }
    }
}

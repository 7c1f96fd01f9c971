package import JSON
package import Money

extension NamedSettings {
    /// Reads the settings that a body names; null gives one its default (RFC 7396).
    ///
    /// - Parameter currency: the garage's, for amounts, unless the body names one; nil where there is no garage.
    package static func read(
        _ reader: inout JSONReader, currency: Currency?, zones: ZoneLookup
    ) throws(JSONError) -> NamedSettings {
        try reader.fields(GarageSettings.fieldNames) { (fields: inout JSONFields) throws(JSONError) in
            var values = GarageSettings.defaults
            var names: Set<String> = []
            guard currency != nil || fields.has("currency") || !fields.has("lostTicket") else {
                throw .missing("currency")
            }
            if let currency { values.currency = currency }
            for setting in SettingField.all where fields.has(setting.name) {
                try fields.required(setting.name) { (reader: inout JSONReader) throws(JSONError) in
                    guard reader.null() else { return try setting.read(&reader, &values, zones) }
                    guard !setting.isRequired else { throw JSONError("must not be null, as it has no default") }
                }
                names.insert(setting.name)
            }
            return NamedSettings(names, of: values)
        }
    }
}

extension JSONWriter {
    /// The settings that are named, in a text that tells one which is left out from one that has its default.
    ///
    /// - Parameter currency: the garage's, for amounts, unless they name one.
    mutating func fields(of settings: NamedSettings, currency: Currency?) {
        var values = settings.values
        if let currency, !settings.names.contains("currency") { values.currency = currency }
        for setting in settings.named {
            name(setting.name)
            if setting.hasDefault(values) { null() } else { setting.write(&self, values) }
        }
    }
}

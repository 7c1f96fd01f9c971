import Chronology

extension GarageSettings: Snapshotted {
    // Days, and so all that was counted by them, are the zone's: where its clocks are thought to run otherwise by now, the log
    // has to be read.
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        let (zone, digest) = (try form(value!.zone.name), try form(value!.zone.digest))
        guard !form.isReading || form.zones(zone)?.digest == digest else { throw .otherZone(zone) }
        form.currency = value?.currency
        guard case .garageConfigured(let configured) = try form.event(value.map { .garageConfigured(.init($0)) })
        else { throw .damaged }
        form.currency = configured.settings.currency
        return configured.settings
    }
}

import Chronology
import Money
import Parking
import JSON

/// What a command that was carried out is answered.
public struct Reply: Hashable, Sendable {
    /// The garage's version once it was carried out.
    public let version: Int64
    /// `{garage, version, events, result}` as JSON; it names no plate.
    public let json: [UInt8]
    /// Whether it was carried out before, under the same id.
    public let isRepeated: Bool

    /// The reply to a decision whose events follow a version.
    init(garage: GarageID, after version: Int64, decision: Decision, settings: GarageSettings) {
        self.version = version + Int64(decision.facts.count)
        isRepeated = false
        json = JSONWriter.object { json in
            json.field("garage", garage)
            json.field("version", number: version + Int64(decision.facts.count))
            json.name("events")
            json.array(decision.facts.enumerated()) { json, fact in
                json.object {
                    $0.field("version", number: version + Int64(fact.offset) + 1)
                    $0.field("type", fact.element.event.typeName)
                    $0.field("occurredAt", fact.element.occurredAt.description(in: settings.zone))
                }
            }
            json.name("result")
            json.object { json in
                decision.result.write(&json, in: settings.currency, zone: settings.zone)
                json.flag("unknownVehicle", decision.namesUnknownVehicle)
            }
        }
    }

    /// The same reply to whoever asked again.
    var repeated: Reply { Reply(stored: json, version: version) }

    /// The reply that was stored.
    init(stored json: [UInt8], version: Int64) {
        self.version = version
        self.json = json
        isRepeated = true
    }
}

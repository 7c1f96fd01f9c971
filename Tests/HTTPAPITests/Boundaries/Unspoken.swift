import SystemTime
import Chronology
import Parking

/// What the document's schemas cannot say, so that its descriptions do: values that conform and are malformed all the same.
struct Unspoken {
    /// The schema whose description says it.
    let schema: String
    let reason: String
    private let holds: @Sendable (String) -> Bool

    static let all = [
        Unspoken(schema: "Day", reason: "no pattern knows which years have a 29 February") { LocalDay($0) == nil },
        Unspoken(schema: "Moment", reason: "as with days") { LocalDay($0.prefix(10)) == nil },
        Unspoken(schema: "LocalTime", reason: "as with days") { LocalDay($0.prefix(10)) == nil },
        Unspoken(schema: "NamedAmount", reason: "how many decimals there are depends on the currency") {
            $0.split(separator: ".").dropFirst().first.map { $0.count > 2 } ?? false
        },
        Unspoken(schema: "PaidAmount", reason: "as with named amounts; and nothing is no payment") {
            !$0.contains { ("1"..."9").contains($0) }
                || $0.split(separator: ".").dropFirst().first.map { $0.count > 2 } ?? false
        },
        Unspoken(schema: "CardToken", reason: "what could be a card's number is none") { CardToken($0) == nil },
        Unspoken(schema: "TimeZone", reason: "which zones there are is known where the service runs") {
            Service.zones.rules($0) == nil
        },
        Unspoken(schema: "Plate", reason: "which characters are letters is Unicode's to say") { Plate($0) == nil },
    ]

    /// Why a value may be refused that conforms; nil where it may not.
    static func reason(_ value: String, as schema: String) -> String? {
        all.first { $0.schema == schema && $0.holds(value) }?.reason
    }
}

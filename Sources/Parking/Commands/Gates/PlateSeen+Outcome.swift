public import Chronology
package import JSON
public import Money
public import Tariffs

extension PlateSeen {
    /// What the gate is to do.
    public struct Outcome: CommandOutcome {
        /// What the gate is to do.
        public let answer: GateAnswer
        /// Whether the same reading was answered before.
        public let repeated: Bool
        /// Whether the plate was taken for another one that looks like it (design rule 8).
        public let isLookAlike: Bool
        /// The card that a stay is priced by whose vehicle's type has none of its own.
        public let pricedAs: CardID?
        /// What is to be paid first, where the barrier waits for that.
        public let due: Money?
        /// From when the gate lets the car in, where it comes before its hours.
        public let hoursFrom: Instant?
        /// The spot that the car is to take, where it is to take a certain one.
        public let spot: OfferedSpot?

        /// An answer.
        public init(
            _ answer: GateAnswer, repeated: Bool, isLookAlike: Bool = false, pricedAs: CardID? = nil,
            due: Money? = nil, hoursFrom: Instant? = nil, spot: OfferedSpot? = nil
        ) {
            self.due = due
            self.answer = answer
            self.repeated = repeated
            self.isLookAlike = isLookAlike
            self.pricedAs = pricedAs
            self.hoursFrom = hoursFrom
            self.spot = spot
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch answer {
            case .open(let reason):
                json.field("answer", "open")
                json.field("reason", reason.name)
                json.field("right", number: reason.right?.version)
            case .deny(let reason):
                json.field("answer", "deny")
                json.field("reason", reason.rawValue)
            case .held:
                json.field("answer", "deny")
                json.field("reason", "payment-due")
            case .again:
                json.field("answer", "read-again")
                json.field("reason", "unsure")
            case .late:
                json.field("answer", "none")
                json.field("reason", "late")
            }
            json.field("spot", spot?.name)
            json.flag("fallback", spot?.isFallback ?? false)
            json.field("hoursFrom", hoursFrom?.description(in: zone))
            json.flag("lookAlike", isLookAlike)
            json.field("pricedAs", pricedAs)
            json.field("due", due.map { $0.decimal(in: currency) })
            json.flag("repeated", repeated)
        }
    }
}

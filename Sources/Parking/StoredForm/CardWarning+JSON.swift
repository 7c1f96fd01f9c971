package import JSON
import Tariffs

extension JSONWriter {
    /// Writes what goes on by what a card has no longer.
    mutating func warnings(_ warnings: [CardWarning]) {
        name("warnings")
        array(warnings) { $0.warning($1) }
    }

    private mutating func warning(_ warning: CardWarning) {
        object { json in
            json.field("code", warning.code)
            json.field("sentence", warning.sentence)
            switch warning {
            case .subscription(let id, let permits), .period(let id, let permits):
                json.field("subscription", id)
                json.field("permits", number: permits)
            case .agreement(let id, let stays):
                json.field("agreement", id)
                json.field("stays", number: stays)
            case .validation(let id, let stays):
                json.field("validation", id)
                json.field("stays", number: stays)
            case .hours(let bookings): json.field("bookings", number: bookings)
            }
        }
    }
}

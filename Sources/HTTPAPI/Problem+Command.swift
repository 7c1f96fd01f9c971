import Chronology
import HTTPTypes
import Parking
import ParkingJSON
public import ParkingService
import Tariffs

// Every way in which a command may fail, as a problem of its own type.

extension Problem {
    /// Why a command got no reply of its own.
    public init(_ error: CommandError) {
        switch error {
        case .body(let error): self.init(error)
        case .refused(let refusal): self.init(refusal)
        case .idReused(let id):
            self.init(
                "idempotency-key-reused", .conflict, "Idempotency key reused",
                "The key \(id) belongs to another command that was carried out before; send a new command under a new key."
            )
        case .overloaded:
            self.init(
                "overloaded", .serviceUnavailable, "Too many commands",
                "More commands wait for this garage than it takes; send this one again in a second.")
        case .stopping:
            self.init(
                "stopping", .serviceUnavailable, "Service is stopping",
                "The service is being shut down and nothing was carried out; send the command to another one, or in a while."
            )
        case .unreadable(let version, _):
            self.init(
                "unreadable-log", .internalServerError, "Log cannot be read",
                "Event \(version) of the garage cannot be read by this version of the service; an operator must look at it."
            )
        case .unavailable:
            self.init(
                "unavailable", .serviceUnavailable, "Database does not answer",
                "Whether the command was carried out is not known; send it again under the same Idempotency-Key.")
        }
    }

    init(_ error: JSONError) {
        let (name, title) =
            switch error.kind {
            case .syntax: ("malformed-json", "Body is not JSON")
            case .encoding: ("invalid-utf8", "Body is not UTF-8")
            case .unknownField: ("unknown-field", "Unknown field")
            case .missingField: ("missing-field", "Missing field")
            case .value: ("invalid-value", "Invalid value")
            case .plate: ("invalid-plate", "Invalid plate")
            case .day: ("invalid-day", "No such day")
            }
        self.init(name, .badRequest, title, error.description, field: error.path.isEmpty ? nil : error.path)
    }

    init(_ refusal: Refusal) {
        switch refusal {
        case .unknownGarage: self = .unknownGarage
        case .unknownGate(let gate):
            self.init(
                "unknown-gate", .unprocessableContent, "Unknown gate",
                "The garage has no gate \"\(gate)\"; name one of its settings' gates.", field: "gate")
        case .wrongDirection(let gate, let direction):
            self.init(
                "wrong-direction", .unprocessableContent, "Wrong direction",
                "Cars do not pass the gate \"\(gate)\" in direction \"\(direction.rawValue)\".", field: "direction")
        case .directionMissing(let gate):
            self.init(
                "direction-missing", .unprocessableContent, "Direction missing",
                "Cars pass the gate \"\(gate)\" both ways; say in which direction this one went.", field: "direction")
        case .inTheFuture(let time, let now):
            self.init(
                "in-the-future", .unprocessableContent, "Time in the future",
                "\(time) is more than a day ahead of the server's clock (\(now)); set the device's clock.",
                field: "occurredAt")
        case .tooLongAgo(let time, let lateness):
            self.init(
                "too-long-ago", .unprocessableContent, "Too long ago",
                "\(time) is longer ago than the \(lateness.text) that the garage accepts.", field: "occurredAt")
        case .settings(let error):
            self.init(
                "invalid-settings", .unprocessableContent, "Invalid settings",
                "\"\(error.field)\" \(error.problem).", field: error.field)
        case .settingFixed(let field):
            self.init(
                "setting-fixed", .conflict, "Setting is fixed",
                "\"\(field)\" cannot change once the garage exists; make a new garage.", field: field)
        case .rate(let error):
            self.init("invalid-rate", .unprocessableContent, "Invalid rate", "\(error).", field: error.field)
        case .cardCapsUnsaid(let rate):
            self.init(
                "invalid-rate", .unprocessableContent, "Invalid rate",
                "The card has caps, so the event's rate \(rate) must say whether it counts towards them: cardCaps is included or excluded.",
                field: "cardCaps")
        case .undecided(let findings):
            self.init(
                "rates-undecided", .unprocessableContent, "Rates are undecided",
                "The card does not say which rate is in force at some times; change windows, tiers or groups as the findings say."
            )
            self.findings = findings
        case .unknownRate(let rate, let card):
            self.init(
                "unknown-rate", .notFound, "Unknown rate",
                "The card \(card) offers no rate \(rate); it may have been withdrawn.", field: "rate")
        case .dayOver(let day):
            self.init("day-over", .unprocessableContent, "Day is over", "\(day) has ended at the garage.")
        case .dayTooFar(_, let last):
            self.init(
                "day-too-far", .unprocessableContent, "Day is too far ahead", "Days up to \(last) can be reserved.",
                field: "day")
        case .permitTooFar(_, let last):
            self.init(
                "day-too-far", .unprocessableContent, "Day is too far ahead", "A permit can begin up to \(last).")
        case .permitOver(let id, let last):
            self.init(
                "day-over", .unprocessableContent, "Day is over",
                "Permit \(id) ended with \(last); grant a new one.", field: "permit")
        case .alreadyReserved(let id):
            self.init(
                "already-reserved", .conflict, "Already reserved",
                "The plate has this day already, by reservation \(id).")
        case .booking(let error):
            self.init("not-bookable", .unprocessableContent, "Not bookable", error.sentence)
        case .dayFull(let day):
            self.init(
                "day-full", .conflict, "Day is full", "No spot is left on \(day); try another day or garage.")
        case .guestQuotaFull(let day):
            self.init(
                "guest-quota-full", .conflict, "Guests' spots are taken", "No spot for guests is left on \(day).")
        case .unknownReservation(let id):
            self.init(
                "unknown-reservation", .notFound, "Unknown reservation",
                "No reservation \(id) stands; it may have been cancelled.", field: "reservation")
        case .endsBeforeStart(let first, let last):
            self.init(
                "ends-before-start", .unprocessableContent, "Ends before it starts",
                "The permit would begin on \(first) and end on \(last) already.", field: "lastDay")
        case .alreadyPermitted(let id, let last):
            let until = last.map { "to \($0); begin after that day" } ?? "without an end; revoke it first"
            self.init(
                "already-permitted", .conflict, "Already permitted",
                "Permit \(id) gives the plate this already, \(until).")
        case .unknownPermit(let id):
            self.init(
                "unknown-permit", .notFound, "Unknown permit",
                "No permit \(id) stands; it may have ended.", field: "permit")
        case .notRenewable(let id):
            self.init(
                "not-renewable", .conflict, "Not renewable",
                "Permit \(id) is no subscription or has been revoked; grant a new one.", field: "permit")
        case .noOpenStay(.session(let id)):
            self.init(
                "unknown-session", .notFound, "Unknown session",
                "The garage has no open session \(id); it may have ended.", field: "session")
        case .noOpenStay(.car(let car)):
            let name = car.plate == nil ? "ticket" : "plate"
            self.init(
                "unknown-session", .notFound, "Unknown session", "No car is inside under this \(name).", field: name)
        case .unknownAgreement(let id):
            self.init(
                "unknown-agreement", .unprocessableContent, "Unknown agreement",
                "The rate card of the vehicle had no agreement \(id) when it came in.", field: "agreement")
        case .carInside(let id):
            self.init(
                "car-inside", .conflict, "Car is inside",
                "Reservation \(id) cannot be cancelled while its car is inside; cancel it once the car has left.")
        }
    }

    static let unknownGarage = Problem(
        "unknown-garage", .notFound, "Unknown garage", "No garage of this name; configure-garage makes one.")
}

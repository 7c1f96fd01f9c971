public import Chronology
public import Tariffs

/// Why a command is not carried out. It leaves no trace in the log.
///
/// A car that is turned away at a gate is not a refusal but an answer, and a fact. The refusals of a command stand in its file;
/// here are those that several share.
public struct Refusal: Error, Hashable, Sendable {
    /// What an edge shows.
    public let problem: Problem

    /// A refusal.
    init(_ type: ProblemType, _ detail: String, field: String? = nil, findings: [Finding] = []) {
        problem = Problem(type, detail, field: field, findings: findings)
    }

    /// A refusal that is told elsewhere, too.
    init(_ problem: Problem) { self.problem = problem }

    /// The garage has not been configured.
    public static let unknownGarage = Refusal(.unknownGarage, "No garage of this name; configure-garage makes one.")

    /// The garage has no gate of that name.
    public static func unknownGate(_ gate: GateID) -> Refusal {
        Refusal(.unknownGate, "The garage has no gate \"\(gate)\"; name one of its settings' gates.", field: "gate")
    }

    /// Cars do not pass the gate that way.
    public static func wrongDirection(_ gate: GateID, _ direction: Direction) -> Refusal {
        Refusal(
            .wrongDirection, "Cars do not pass the gate \"\(gate)\" in direction \"\(direction.rawValue)\".",
            field: "direction")
    }

    /// Cars pass the gate both ways, and the command does not say which.
    public static func directionMissing(_ gate: GateID) -> Refusal {
        Refusal(
            .directionMissing, "Cars pass the gate \"\(gate)\" both ways; say in which direction this one went.",
            field: "direction")
    }

    /// It is said to have happened in the future.
    public static func inTheFuture(_ time: Instant, now: Instant) -> Refusal {
        Refusal(
            .inTheFuture, "\(time) is more than a day ahead of the server's clock (\(now)); set the device's clock.",
            field: "occurredAt")
    }

    /// It happened longer ago than the garage accepts.
    public static func tooLongAgo(_ time: Instant, lateness: TimeSpan, field: String = "occurredAt") -> Refusal {
        Refusal(
            .tooLongAgo, "\(time) is longer ago than the \(lateness.text) that the garage accepts.", field: field)
    }

    /// The settings describe no garage that can be run.
    public static func settings(_ error: SettingsError) -> Refusal {
        Refusal(.invalidSettings, "\"\(error.field)\" \(error.problem).", field: error.field)
    }

    /// The rate, or the card, cannot be priced.
    public static func rate(_ error: RateError) -> Refusal {
        Refusal(.invalidRate, "\(error).", field: error.field)
    }

    /// The card would not say which of two rates is in force (docs/tariffs.md, Publishing checks).
    ///
    /// - Parameter findings: the errors first.
    public static func undecided(_ findings: [Finding]) -> Refusal {
        Refusal(
            .ratesUndecided,
            "The card does not say which rate is in force at some times; change windows, tiers or groups as the findings say.",
            findings: findings)
    }

    /// The day has ended.
    public static func dayOver(_ day: LocalDay) -> Refusal { Refusal(.dayOver, "\(day) has ended at the garage.") }

    /// The hours, or the subscription, cannot be booked or priced.
    public static func booking(_ error: BookingError) -> Refusal { Refusal(.notBookable, error.sentence) }

    /// No permit of that number stands.
    public static func unknownPermit(_ id: PermitID) -> Refusal {
        Refusal(.unknownPermit, "No permit \(id) stands; it may have ended.", field: "permit")
    }

    /// The permit has ended.
    public static func permitOver(_ id: PermitID, lastDay: LocalDay) -> Refusal {
        Refusal(.dayOver, "Permit \(id) ended with \(lastDay); grant a new one.", field: "permit")
    }

    /// The stay is none of this garage's, or has ended.
    public static func noOpenStay(_ stay: OpenStay) -> Refusal {
        switch stay {
        case .session(let id):
            Refusal(
                .unknownSession, "The garage has no open session \(id); it may have ended.", field: "session")
        case .car(let car):
            .noCarInside(car.plate == nil ? "ticket" : "plate")
        }
    }

    private static func noCarInside(_ name: String) -> Refusal {
        Refusal(.unknownSession, "No car is inside under this \(name).", field: name)
    }
}

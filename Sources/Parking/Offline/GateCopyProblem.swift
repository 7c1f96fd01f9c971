public import Chronology
public import JSON

/// Why a gate must not go by a copy. Each has a name and a sentence of its own.
public enum GateCopyProblem: Error, Hashable, Sendable {
    /// It is no copy at all.
    case malformed
    /// Its signature is none of its bytes: somebody, or something, has altered it.
    case altered
    /// The gate has not the key that it names.
    case unknownKey(String)
    /// What is signed cannot be read by this program.
    case unreadable(JSONError)
    /// It is of another garage.
    case otherGarage(GarageID, wanted: GarageID)
    /// Its day has not begun.
    case notYet(from: Instant)
    /// It is over.
    case expired(Instant)
    /// The stay did not begin on its day.
    case otherDay(LocalDay, wanted: LocalDay)
    /// The stay ends before it begins.
    case backwards

    /// Its stable name.
    public var name: String {
        switch self {
        case .malformed: "copy-malformed"
        case .altered: "copy-altered"
        case .unknownKey: "copy-key-unknown"
        case .unreadable: "copy-unreadable"
        case .otherGarage: "copy-of-another-garage"
        case .notYet: "copy-not-yet-valid"
        case .expired: "copy-expired"
        case .otherDay: "copy-of-another-day"
        case .backwards: "stay-backwards"
        }
    }

    /// What is wrong, and what to do about it.
    public var sentence: String {
        switch self {
        case .malformed: "The file is no copy for a gate; fetch one anew."
        case .altered: "The copy was altered since it was signed; trust nothing in it and fetch it anew."
        case .unknownKey(let key):
            "The copy is signed by the key \(key), which is not among those at hand; fetch the keys anew."
        case .unreadable(let error):
            "The copy is signed and cannot be read by this program, \(error); bring the program up to date."
        case .otherGarage(let garage, let wanted):
            "The copy is of the garage \(garage), and this gate is \(wanted)'s; fetch the copy of \(wanted)."
        case .notYet(let from): "The copy begins at \(from); until then go by the one of the day before."
        case .expired(let at): "The copy expired at \(at); fetch a new one."
        case .otherDay(let day, let wanted):
            "The copy is of \(day), and the car came in on \(wanted); price it by the copy of that day."
        case .backwards: "The car cannot have left before it came in; look at the times."
        }
    }
}

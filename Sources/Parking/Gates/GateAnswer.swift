/// What a gate is told when it has read a plate.
public enum GateAnswer: Hashable, Sendable {
    case open(OpenReason)
    case deny(DenialReason)
    /// A car at an exit has to pay first, as the garage says (design rule 5).
    case held
    /// The camera was not sure enough of the plate: it is to read again.
    case again
    /// The read came so late that no car waits for an answer: it is history (design rule 11).
    case late
}

extension GateAnswer {
    /// Whether nothing is kept for the car: no spot, and no barrier that will rise for it.
    var keepsNothing: Bool {
        switch self {
        case .deny, .held, .again: true
        case .open, .late: false
        }
    }
}

/// Why a gate is to open.
public enum OpenReason: Hashable, Sendable {
    case entry(EntryGrounds)
    /// A car may always leave (design rule 5).
    case leaving
    /// Also one whose entry nobody saw.
    case leavingUnseen

    /// The reason's stable name.
    public var name: String {
        switch self {
        case .entry(let grounds): grounds.rawValue
        case .leaving: "leaving"
        case .leavingUnseen: "leaving-unseen"
        }
    }
}

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

    /// The right that lets a car in; nil where none does, or it leaves.
    public var right: RightID? {
        guard case .entry(let grounds) = self else { return nil }
        return grounds.right
    }

    /// The reason's stable name.
    public var name: String {
        switch self {
        case .entry(let grounds): grounds.name
        case .leaving: "leaving"
        case .leavingUnseen: "leaving-unseen"
        }
    }
}

extension GateAnswer: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .open(form.next())
            case 1: return try .deny(form.next())
            case 2: return .held
            case 3: return .again
            case 4: return .late
            default: throw .damaged
            }
        }
        switch value {
        case .open(let reason): try form.put(0, reason)
        case .deny(let reason): try form.put(1, reason)
        case .held: form.put(2)
        case .again: form.put(3)
        case .late: form.put(4)
        }
        return value
    }
}

extension OpenReason: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .entry(form.next())
            case 1: return .leaving
            case 2: return .leavingUnseen
            default: throw .damaged
            }
        }
        switch value {
        case .entry(let grounds): try form.put(0, grounds)
        case .leaving: form.put(1)
        case .leavingUnseen: form.put(2)
        }
        return value
    }
}

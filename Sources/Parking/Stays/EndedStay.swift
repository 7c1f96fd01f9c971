public import Chronology

/// A stay that is over, for as long as what is told late may mend it (design rule 11).
struct EndedStay: Hashable, Sendable {
    var session: Session
    var end: StayEnd

    /// Whether nobody saw its car leave: it is an orphan or was written off, or an exit that could not name a car was taken for its own.
    var isDoubtful: Bool {
        guard case .left(let exit) = end else { return true }
        return exit.isAssumed(of: session)
    }
}

extension StayEnd {
    /// When it ended.
    public var at: Instant {
        switch self {
        case .left(let exit): exit.at
        case .orphaned(let at), .writtenOff(let at): at
        }
    }
}

extension EndedStay: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try EndedStay(session: form(value!.session), end: form(value!.end))
    }
}

extension Stays {
    /// A stay that has ended, as it is kept.
    struct Over: Hashable, Sendable {
        var session: Session
        var end: End

        enum End: Hashable, Sendable {
            case left(ExitID)
            case orphaned(at: Instant)
            case writtenOff(at: Instant)
        }
    }
}

extension Stays.Over: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Stays.Over(session: form(value!.session), end: form(value!.end))
    }
}

extension Stays.Over.End: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .left(form.next())
            case 1: return try .orphaned(at: form.next())
            case 2: return try .writtenOff(at: form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .left(let exit): try form.put(0, exit)
        case .orphaned(let at): try form.put(1, at)
        case .writtenOff(let at): try form.put(2, at)
        }
        return value
    }
}

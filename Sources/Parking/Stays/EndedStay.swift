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

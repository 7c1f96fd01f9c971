import Parking

// What does not fit, looked for in all that was ever told: design rule 10.

extension Observer {
    /// What is about a stay, an exit or the count; by its kind.
    struct Misfit: Hashable {
        var kind: ExceptionKind
        var subject: ExceptionSubject
    }

    /// The kinds that it reckons for itself.
    static let reckoned: Set<ExceptionKind> = [
        .exitWithoutEntry, .entryWithoutExit, .unknownCar, .assumedExit, .countDiffers,
    ]

    /// What somebody has to look at.
    func misfits() -> Set<Misfit> {
        var misfits: Set<Misfit> = []
        func add(_ kind: ExceptionKind, _ subject: ExceptionSubject) {
            misfits.insert(Misfit(kind: kind, subject: subject))
        }
        if adjustment != 0 { add(.countDiffers, .count) }
        var ends: Set<Int64> = []
        for stay in stays {
            let subject = ExceptionSubject.stay(SessionID(stay.session))
            switch stay.end {
            case nil where stay.car == .unknown && !stay.isImported: add(.unknownCar, subject)
            case nil, .writtenOff?: break
            case .orphaned?: add(.entryWithoutExit, subject)
            case .left(let exit)?:
                ends.insert(exit)
                if exits[exit]!.car == .unknown, stay.car != .unknown { add(.assumedExit, subject) }
            }
        }
        for (id, exit) in exits where !ends.contains(id) && !exit.isByHand {
            add(.exitWithoutEntry, .exit(ExitID(version: id)))
        }
        return misfits
    }
}

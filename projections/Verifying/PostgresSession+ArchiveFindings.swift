import EventLog
import Parking
import Postgres

extension PostgresSession {
    /// Folds what stands behind an archive that is not at hand, from the state that is kept of its end, and holds snapshots and what
    /// was settled against that.
    ///
    /// No row can be made anew without the events before.
    ///
    /// - Returns: what does not fit, and whether there was a state to go on from: one that another program kept, or by other clocks,
    ///   is none.
    func archiveFindings(
        of garage: String, behind archived: StreamHead, upTo last: Int64, _ codec: EventCodec
    ) throws -> (findings: [LogFinding], isFolded: Bool) {
        let kept = try query(
            "select state from log.archives where garage_id = $1 and version = $2 and form = $3",
            [.text(garage), .int8(archived.version), .text(Garage.snapshotForm)]
        ).first?.bytes(0)
        var findings: [LogFinding] = []
        if let kept {
            switch KeptState(kept, behind: archived.version, codec) {
            case .usable(let state):
                var witness: FoldWitness? = try FoldWitness(of: garage, codec, self)
                var fold = GarageFold([], garage: garage, from: state, at: archived)
                do {
                    try foldAnew(&fold, to: last, [], codec, &witness)
                } catch let fault as GarageFold.Poisoned {
                    findings.append(unreadable(fault, of: garage))
                }
                return ((witness?.findings ?? []) + findings, true)
            case .unusable: break
            case .wrong(let fault):
                findings.append(
                    LogFinding(
                        .snapshotDisagrees, garage, version: archived.version,
                        "The state that log.archives has behind event \(archived.version) \(fault): take that row from a backup."
                    ))
            }
        }
        if let found = try firstUnreadable(of: garage, behind: archived.version, upTo: last, codec) {
            findings.append(found)
        }
        return (findings, false)
    }
}

/// What a state that was kept of an archive's end is good for.
private enum KeptState {
    case usable(Garage)
    /// It was right by the clocks of its time, or for its program.
    case unusable
    /// Nobody kept it so; with what is the matter with it.
    case wrong(String)

    init(_ bytes: [UInt8], behind version: Int64, _ codec: EventCodec) {
        do throws(SnapshotError) {
            let garage = try Garage(snapshot: bytes, zones: codec.zones)
            self =
                garage.version == version
                ? .usable(garage) : .wrong("is that behind event \(garage.version), so that nobody goes on from it")
        } catch {
            switch error {
            case .damaged: self = .wrong("cannot be read")
            case .otherForm, .otherZone: self = .unusable
            }
        }
    }
}

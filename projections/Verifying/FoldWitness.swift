import EventLog
import Money
import Parking
import Postgres

/// Looks on while a garage's log is folded anew: at the states that were kept of it, and at what was settled.
struct FoldWitness {
    private let garage: String
    private let codec: EventCodec
    /// Behind which events states were kept, in their order.
    private let kept: [Int64]
    /// What does not fit.
    private(set) var findings: [LogFinding] = []

    /// A witness of a garage, of which the session knows what was kept.
    init(of garage: String, _ codec: EventCodec, _ session: PostgresSession) throws {
        (self.garage, self.codec) = (garage, codec)
        // Those at another event than the log has are named already, and nobody goes on from them.
        kept = try session.query(
            """
            select kept.version from projection.snapshots kept
            join log.events made on made.garage_id = kept.garage_id and made.version = kept.version and made.hash = kept.hash
            where kept.garage_id = $1 and kept.form = $2
            union select version from log.archives where garage_id = $1 and form = $2 order by 1
            """, [.text(garage), .text(Garage.snapshotForm)]
        ).map { $0.int8(0) }
    }

    /// The next event behind which a state was kept; the end where there is none.
    func next(behind version: Int64) -> Int64 { kept.first { $0 > version } ?? .max }

    /// Sees an event that the garage is about to take in.
    mutating func see(_ event: RecordedEvent, before garage: Garage) {
        guard let settled = garage.settledCharge(by: event), settled.reckoned != settled.known,
            let currency = garage.settings?.currency
        else { return }
        let reckoned =
            settled.reckoned.map { "makes it \($0.decimal(in: currency))" } ?? "cannot price it"
        findings.append(
            LogFinding(
                .chargeDiffers, self.garage, version: event.version,
                "The \(settled.subject.kind.rawValue) \(settled.subject.version) was settled at "
                    + "\(settled.known.decimal(in: currency)) \(currency.code) by event \(event.version), and this program's engine "
                    + "\(reckoned) by what was known then; what was paid stands."))
    }

    /// Holds what was kept behind the garage's last event against it.
    mutating func hold(_ folded: Garage, _ session: PostgresSession) throws {
        guard kept.contains(folded.version) else { return }
        let states = try session.query(
            """
            select state, false from projection.snapshots where garage_id = $1 and version = $2 and form = $3
            union all select state, true from log.archives where garage_id = $1 and version = $2 and form = $3
            """, [.text(garage), .int8(folded.version), .text(Garage.snapshotForm)])
        for row in states {
            guard let fault = fault(of: row.bytes(0), folded, isArchive: row.bool(1)) else { continue }
            findings.append(LogFinding(.snapshotDisagrees, garage, version: folded.version, fault))
        }
    }

    /// What is the matter with a state that was kept; nil where it is the garage.
    private func fault(of state: [UInt8], _ folded: Garage, isArchive: Bool) -> String? {
        do throws(SnapshotError) {
            guard try Garage(snapshot: state, zones: codec.zones) != folded else { return nil }
        } catch {
            switch error {
            // It was right by the clocks of its time, and is passed over.
            case .otherZone: return nil
            case .damaged, .otherForm:
                guard !isArchive else { break }
                return
                    "The snapshot behind event \(folded.version) cannot be read; it is passed over and may be deleted."
            }
        }
        return isArchive
            ? "The state that log.archives has behind event \(folded.version) is not what the archived events lead to, and services go "
                + "on from it: take that row from a backup."
            : "The snapshot behind event \(folded.version) is not what the log leads to, and services go on from it: delete it from "
                + "projection.snapshots, and start them anew."
    }
}

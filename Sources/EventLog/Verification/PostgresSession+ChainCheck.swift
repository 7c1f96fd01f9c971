import Chronology
public import Postgres

/// What the chain of a garage's log came to.
public struct ChainCheck: Sendable {
    /// The last event, as it stands in the log.
    public internal(set) var head = StreamHead.empty
    /// How many events were held against the one before them.
    public internal(set) var events = 0
    /// What does not fit.
    public internal(set) var findings: [LogFinding] = []
    /// Whether the log was read to its end, and not given up after too many findings.
    public internal(set) var isWhole = true
    /// What was not read, as it is archived and nobody said where; ``StreamHead/empty`` where all was.
    public internal(set) var unread = StreamHead.empty
}

extension PostgresSession {
    /// Works the chain of a garage out anew, from its first event to its head, and goes on behind what does not fit.
    ///
    /// What is archived is read where the session has the folder; else the chain begins where the archive ends. It is meant for a transaction that sees one moment. After a hundred findings it says so and stops.
    ///
    /// - Parameter read: told how many events were read since it was last told, and may throw to end it.
    public func checkChain(of garage: String, _ read: (Int) throws -> Void = { _ in }) throws -> ChainCheck {
        var check = ChainCheck()
        if let folder = archives {
            var before = StreamHead.empty
            for archive in try archives(of: garage) {
                if let fault = archive.fault(in: folder) {
                    let misfit = archive.misfit(in: folder, behind: before).map { " " + $0 } ?? ""
                    check.findings.append(
                        LogFinding(.archiveAltered, garage, version: fault.version, fault.description + misfit))
                }
                before = archive.head
            }
        }
        // Where a file is not the one that was written, what is in it says nothing.
        if archives == nil || !check.findings.isEmpty { check.unread = try archivedHead(of: garage) }
        var chain = Chain(of: garage, from: check.unread)
        reading: while check.findings.count < 100 {
            let events = try events(of: garage, after: chain.head.version, limit: PostgresEventLog.batch)
            for stored in events {
                do throws(ChainBreak) { try chain.take(stored) } catch {
                    let found = try diagnose(error, behind: chain.head)
                    check.findings.append(found.finding)
                    chain = Chain(of: garage, from: found.resume)
                    check.events += 1
                    continue reading
                }
                check.events += 1
            }
            try read(events.count)
            if events.count < PostgresEventLog.batch { break }
        }
        check.head = chain.head
        if check.findings.count >= 100 {
            check.isWhole = false
            check.findings.append(
                LogFinding(
                    .eventAltered, garage, version: chain.head.version + 1,
                    "A hundred events do not fit; the log was not read beyond event \(chain.head.version)."))
            return check
        }
        check.findings += try headFindings(of: garage, last: chain.head)
        return check
    }

    /// Whether the row that puts appends in order is the last event.
    private func headFindings(of garage: String, last: StreamHead) throws -> [LogFinding] {
        let rows = try query("select version, hash, recorded_at from log.streams where garage_id = $1", [.text(garage)])
        guard let row = rows.first else {
            guard last.version > 0 else { return [] }
            return [LogFinding(.headDisagrees, garage, version: last.version, "There are events and no head.")]
        }
        let (version, hash) = (row.int8(0), row.bytes(1))
        if version > last.version {
            return [
                LogFinding(
                    .eventMissing, garage, version: last.version + 1,
                    "The head is at event \(version), and events \(last.version + 1) to \(version) are not there.")
            ]
        }
        let recordedAt = row.timestamptz(2)
        guard version == last.version, hash == last.hash.bytes, recordedAt == last.recordedAt.microseconds else {
            return [
                LogFinding(
                    .headDisagrees, garage, version: version,
                    version < last.version
                        ? "The head is at event \(version), and the log goes on to \(last.version)."
                        : "The head has another hash or another moment than event \(version).")
            ]
        }
        return []
    }
}

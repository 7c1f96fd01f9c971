import EventLog
import Logging
import Parking

// What the host takes from the log, and what can be the matter with that.
extension GarageHost {
    /// Takes in every event that another process or an earlier run appended.
    func catchUp() async throws(CommandError) {
        let start = known.head.version
        do throws(CommandError) { try await takeInTheRest() } catch {
            // What follows on what was known has been archived meanwhile; the state behind that is kept.
            guard start > 0, case .archived = error else { throw error }
            known = KnownGarage()
            try await takeInTheRest()
        }
    }

    private func takeInTheRest() async throws(CommandError) {
        if known.head.version == 0, let (garage, head, size) = await log.snapshot(codec, logger) {
            known = KnownGarage(garage, at: head, vault: known.vault)
            pace.kept(at: head.version, size: size)
        }
        let start = known.head.version
        var found = await log.eventsFound(after: start)
        while true {
            let (events, isAll) = try found.get()
            if !isAll { log.goesOn() }
            // The next ones are read while these are taken in.
            let (reader, last) = (log, events.last?.version ?? start)
            async let following = isAll ? found : reader.eventsFound(after: last)
            // What has been taken in stays, also where the rest does not come in time.
            do throws(CommandError) { try known.takeIn(events, of: id, isAll: isAll, codec) } catch {
                guard case .altered(let altered) = error else { throw error }
                // Behind the very event that was known before: what was known may be of a history that this log does not have, as
                // after a backup was restored. It is read from its first event, once.
                if start > 0, altered.version == start + 1, fault != .altered(altered) {
                    known = KnownGarage()
                    note(.altered(altered))
                    return try await takeInTheRest()
                }
                meet(altered)
                throw error
            }
            found = await following
            if isAll { break }
        }
        if case .altered = fault { note(nil) }
        let ids = known.unnamed.map(\.bytes)
        guard !ids.isEmpty else { return }
        known.learn(try await log.vaultEntries(plateIDs: ids))
    }

    /// Looks up what events call the plates of commands that may have been carried out before.
    func resolvePlates(of commands: [WaitingCommand]) async throws(CommandError) {
        let plates = Set(commands.compactMap(\.plate))
        known.vault.makeRoom()
        let unknown = known.vault.unknown(among: plates)
        if !unknown.isEmpty { known.vault.learn(try await log.vaultEntries(plates: unknown.map(\.characters))) }
        _ = known.vault.create(for: plates)
        known.mayMean(plates)
    }

    /// The garage up to the last event that was taken in.
    var sound: Garage { known.committed }

    // MARK: Faults

    /// The log's head is not its last event: until one of them moves, nobody tries again.
    func disagree(_ head: StreamHead) -> CommandError {
        let found = HeadDisagreement(garage: id.text, head: head, last: known.head)
        if fault != .head(found) {
            logger.error(
                "a garage's head is not its last event",
                metadata: ["garage": "\(id)", "head": "\(head.version)", "last event": "\(known.head.version)"])
        }
        note(.head(found))
        return .headDisagrees(head: head.version, last: known.head.version)
    }

    /// An event is not what was appended: nothing behind it is taken in until it is.
    func meet(_ altered: ChainBreak) {
        if fault != .altered(altered) {
            logger.error(
                "a garage's log was changed",
                metadata: ["garage": "\(id)", "version": "\(altered.version)", "reason": "\(altered)"])
        }
        note(.altered(altered))
    }

    func note(_ fault: LogFault?) {
        self.fault = fault
        tellFault(id, fault)
    }

    /// Whether the head still is not the last event, where it was not.
    func checkHead() async throws(CommandError) {
        guard case .head(let disagreement) = fault else { return }
        let head = try await log.head()
        guard head != disagreement.head || known.head != disagreement.last else { throw disagree(head) }
        note(nil)
    }
}

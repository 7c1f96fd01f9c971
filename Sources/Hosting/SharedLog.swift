import EventLog

/// The log, asked by many garages together.
struct SharedLog: Sendable {
    /// Each garage by itself.
    let each: any EventLog
    private let appends: Together<Append, Fate>
    private let lookups: Together<VaultQuestion, [VaultEntry]>

    /// What became of an append that was made with others.
    private enum Fate: Sendable {
        case done
        /// It stood in the way of the others, as its head had moved or a command was carried out before: its own append tells. None
        /// of the others waits for that.
        case alone
    }

    init(_ log: any EventLog, _ patience: Patience) {
        each = log
        appends = Together(upTo: 2_000, weight: \.events.count, least: patience.forAppend / 2) {
            try await SharedLog.append($0, to: log)
        }
        lookups = Together(upTo: 2_000, weight: \.plates.count) { try await log.vaultEntries($0) }
    }

    /// Appends; throws what the log throws, and ``Late``.
    func append(_ append: Append, until deadline: ContinuousClock.Instant) async throws -> AppendOutcome {
        switch try await appends.answer(append, until: deadline) {
        case .done: .appended(append.newHead)
        case .alone: try await cancelling(at: deadline) { [each] in try await each.append(append) }
        }
    }

    /// The vault's entries of those plates that it knows; throws what the log throws, and ``Late``.
    func vaultEntries(
        of garage: String, plates: [String], until deadline: ContinuousClock.Instant
    ) async throws -> [VaultEntry] {
        try await lookups.answer(VaultQuestion(garage: garage, plates: plates), until: deadline)
    }

    private static func append(_ appends: [Append], to log: any EventLog) async throws -> [Fate] {
        var standing = try await log.appendTogether(appends)
        let others = appends.filter { !standing.contains($0.garage) }
        if !standing.isEmpty, !others.isEmpty {
            // Once more: in the meantime another may have come to stand in the way.
            let left = try await log.appendTogether(others)
            if !left.isEmpty { standing.formUnion(others.map(\.garage)) }
        }
        return appends.map { standing.contains($0.garage) ? .alone : .done }
    }
}

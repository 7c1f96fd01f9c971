extension Archive {
    /// Where a file that is not the one that was written begins to be another, as a sentence; nil where there is none to be read.
    ///
    /// - Parameter before: the event that the file's first one follows.
    func misfit(in folder: String, behind before: StreamHead) -> String? {
        guard let file = ArchiveFile(path: folder + "/" + self.file) else { return nil }
        var chain = Chain(of: garage, from: before)
        while chain.head.version < head.version {
            let due = Int(min(Int64(PostgresEventLog.batch), head.version - chain.head.version))
            guard let events = file.events(after: chain.head.version, limit: due), !events.isEmpty else {
                return "It cannot be read from event \(chain.head.version + 1) on."
            }
            for stored in events {
                do throws(ChainBreak) { try chain.take(stored) } catch {
                    switch error.kind {
                    case .altered: return "In it event \(error.version) was changed, or the one before it was."
                    case .missing(let next): return "It lacks event \(error.version) and goes on with \(next)."
                    }
                }
            }
        }
        return chain.head == head
            ? "Each event in it is what was appended, and something else in it was changed."
            : "It ends with another event than was moved to it."
    }
}

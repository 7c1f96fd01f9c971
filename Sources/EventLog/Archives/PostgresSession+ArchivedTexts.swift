import JSON
import Postgres

extension PostgresSession {
    /// The texts of what was said about a plate, in a log of which something is archived: every event is read, those of the files as well.
    ///
    /// An event is about a stay, a right or a passage that came before it, so one pass is enough.
    func textsInWholeLog(of garage: String, about plateID: [UInt8]) throws -> [[UInt8]] {
        let known = Set(
            try query("select encode(text_id, 'hex') from log.texts where garage_id = $1", [.text(garage)])
                .map { $0.text(0) })
        guard !known.isEmpty else { return [] }
        let plate = "\"" + plateID.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
        let mention = try Regex(TextMentions.pattern, as: (Substring, Substring).self)
        var (about, found): (Set<Int64>, Set<String>) = ([], [])
        var version: Int64 = 0
        while true {
            let events = try events(of: garage, after: version, limit: PostgresEventLog.batch)
            for stored in events {
                let payload = String(decoding: stored.event.payload, as: UTF8.self)
                let namesPlate = stored.event.type != "plates-erased" && payload.contains(plate)
                if namesPlate { about.insert(stored.version) }
                guard payload.contains("\"text:") else { continue }
                guard namesPlate || subject(of: stored).map(about.contains) ?? false else { continue }
                for match in payload.matches(of: mention) { found.insert(String(match.output.1)) }
            }
            guard let last = events.last, events.count == PostgresEventLog.batch else { break }
            version = last.version
        }
        return found.intersection(known).sorted().map { text in
            stride(from: 0, to: text.count, by: 2).map { place in
                let digits = text.dropFirst(place).prefix(2)
                return UInt8(digits, radix: 16) ?? 0
            }
        }
    }

    /// The event with the number that an event is about; nil where it is about none.
    private func subject(of stored: StoredEvent) -> Int64? {
        var numbers: [String: Int64] = [:]
        let read: Void? = try? JSONReader.read(stored.event.payload) { (reader: inout JSONReader) throws(JSONError) in
            try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
                guard TextMentions.subjects.contains(name) else { return try reader.skip() }
                numbers[name] = try reader.int64()
            }
        }
        guard read != nil else { return nil }
        return TextMentions.subjects.lazy.compactMap { numbers[$0] }.first
    }
}

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
        var (about, related, found): (Set<Int64>, Set<Int64>, Set<String>) = ([], [], [])
        var version: Int64 = 0
        while true {
            let events = try events(of: garage, after: version, limit: PostgresEventLog.batch)
            for stored in events {
                let payload = String(decoding: stored.event.payload, as: UTF8.self)
                let namesPlate = stored.event.type != "plates-erased" && payload.contains(plate)
                if namesPlate { about.insert(stored.version) }
                let (subjects, exception) = subjects(of: stored)
                let isAbout = namesPlate || subjects.contains(where: about.contains)
                if isAbout { related.insert(stored.version) }
                guard payload.contains("\"text:") else { continue }
                guard isAbout || exception.map(related.contains) ?? false else { continue }
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

    /// The numbers of the events that an event is about, and of the one that raised the exception that it is about.
    private func subjects(of stored: StoredEvent) -> (of: [Int64], exception: Int64?) {
        var (numbers, exception): ([Int64], Int64?) = ([], nil)
        let read: Void? = try? JSONReader.read(stored.event.payload) { (reader: inout JSONReader) throws(JSONError) in
            try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
                if name == TextMentions.exception {
                    exception = try reader.int64()
                } else if TextMentions.subjects.contains(name) {
                    numbers.append(try reader.int64())
                } else {
                    try reader.skip()
                }
            }
        }
        return read == nil ? ([], nil) : (numbers, exception)
    }
}

public import EventLog
public import Parking
import Postgres

extension NewEvent {
    /// What the event calls the words that it refers to; nil where it refers to none.
    public var textID: TextID? {
        guard payload.contains("\":\"text:".utf8),
            let pattern = try? Regex(TextMentions.pattern, as: (Substring, Substring).self),
            let found = String(decoding: payload, as: UTF8.self).firstMatch(of: pattern)
        else { return nil }
        return TextID(hex: found.output.1)
    }

    /// A sentence about the event with the words that it refers to, or with the word that they were erased.
    ///
    /// - Parameter texts: those that the log still has.
    public func telling(_ texts: [TextID: String], in sentence: String) -> String {
        guard let id = textID else { return sentence }
        return sentence.replacing(Remark(id).text, with: texts[id] ?? "(erased)")
    }
}

extension PostgresEventLog {
    /// The words that some events refer to, as far as the log still has them.
    public func texts(referredToBy events: [StoredEvent], of garage: String) async throws -> [TextID: String] {
        let ids = events.compactMap(\.event.textID)
        guard !ids.isEmpty else { return [:] }
        return try await texts(of: garage, textIDs: ids.map(\.bytes)).reduce(into: [:]) { texts, entry in
            if let id = TextID(bytes: entry.textID) { texts[id] = entry.text }
        }
    }
}

extension Queries {
    /// Sentences with the words that they refer to, or with the word that they were erased; as they are for whom they may not be told.
    func telling(_ sentences: [String], of garage: GarageID) async throws(QueryError) -> [String] {
        let ids = Set(
            sentences.flatMap { $0.matches(of: /text:([0-9a-f]{32})/).compactMap { TextID(hex: $0.output.1) } })
        guard showsPlates, !ids.isEmpty else { return sentences }
        var words: [TextID: String] = [:]
        do {
            for entry in try await PostgresEventLog(pool).texts(of: garage.text, textIDs: ids.map(\.bytes)) {
                if let id = TextID(bytes: entry.textID) { words[id] = entry.text }
            }
        } catch { throw .unavailable(DatabaseTrouble(error)) }
        return sentences.map { sentence in
            ids.reduce(sentence) { $0.replacing(Remark($1).text, with: words[$1] ?? "(erased)") }
        }
    }

    /// The words that some events refer to, as far as the log still has them and they may be told.
    func texts(of events: [StoredEvent], in garage: GarageID) async throws(QueryError) -> [TextID: String] {
        guard showsPlates, events.contains(where: { $0.event.textID != nil }) else { return [:] }
        do { return try await PostgresEventLog(pool).texts(referredToBy: events, of: garage.text) } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }
}

import Chronology
import EventLog
import JSON
import Parking

// What is answered from the log itself.

extension Query {
    /// A garage's settings.
    static let settings = Query("", [.asOf], about: .one) { (question, queries) throws(QueryError) in
        let garage = try await queries.garage(question.garage, asOf: question.asOf)
        guard let settings = garage.settings else { throw .unknownGarage }
        return Answer(json: { json in
            json.field("garage", question.garage)
            json.field("asOf", question.asOf?.moment.description(in: settings.zone))
            json.name("settings")
            json.settings(settings)
        })
    }

    /// A garage's events; of a past moment those that count by it, so that a page may have fewer than it looked at.
    static let events = Query("events", [.page, .asOf]) { (question, queries) throws(QueryError) in
        let events = try await queries.events(of: question.garage, after: question.after, limit: question.limit)
        let counted = events.filter { question.asOf?.counts($0) ?? true }
        let texts = try await queries.texts(of: counted, in: question.garage)
        return Answer(json: { json in
            json.field("garage", question.garage)
            json.name("events")
            json.array(counted) { json, stored in
                json.event(stored, saying: stored.event.textID.flatMap { texts[$0] }, queries.history.codec)
            }
            json.field("next", number: events.last?.version ?? question.after)
        })
    }
}

extension JSONWriter {
    fileprivate mutating func event(_ stored: StoredEvent, saying text: String?, _ codec: EventCodec) {
        object { json in
            json.field("version", number: stored.version)
            json.field("type", stored.event.type)
            json.field("schemaVersion", number: stored.event.schemaVersion)
            json.field("occurredAt", stored.event.occurredAt)
            json.field("recordedAt", stored.recordedAt)
            json.field("commandId", stored.event.commandID)
            json.field("actor", stored.event.actor)
            json.field("traceparent", stored.event.trace)
            json.name("payload")
            json.raw(stored.event.payload)
            json.field("text", text)
            json.field("hash", stored.hash)
            do throws(EventCodecError) {
                let event = stored.event
                _ = try codec.decode(type: event.type, schemaVersion: event.schemaVersion, payload: event.payload)
            } catch {
                json.field("unreadable", "\(error)")
            }
            json.replacement(stored.replacement)
        }
    }

    private mutating func replacement(_ replacement: Replacement?) {
        guard let replacement else { return }
        name("replacement")
        object { json in
            json.field("version", number: replacement.version)
            json.field("type", replacement.meaning.type)
            json.field("schemaVersion", number: replacement.meaning.schemaVersion)
            json.name("payload")
            json.raw(replacement.meaning.payload)
        }
    }
}

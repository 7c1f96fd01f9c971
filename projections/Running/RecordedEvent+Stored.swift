import Chronology
public import EventLog
public import Parking

extension RecordedEvent {
    /// The event that the log holds, or what replaces it; it keeps its place and its times.
    public init(_ stored: StoredEvent, codec: EventCodec) throws(EventCodecError) {
        // Spans are added to them without a look at whether the sum can be counted.
        for instant in [stored.event.occurredAt, stored.recordedAt] {
            guard (Instant.earliest...Instant.latest).contains(instant) else { throw .beyondCalendar }
        }
        let meaning = stored.meaning
        self.init(
            version: stored.version, occurredAt: stored.event.occurredAt, recordedAt: stored.recordedAt,
            event: try codec.decode(
                type: meaning.type, schemaVersion: meaning.schemaVersion, payload: meaning.payload))
    }
}

public import EventLog
public import Parking

extension RecordedEvent {
    /// The event that the log holds.
    public init(_ stored: StoredEvent, codec: EventCodec) throws(EventCodecError) {
        self.init(
            version: stored.version, occurredAt: stored.event.occurredAt, recordedAt: stored.recordedAt,
            event: try codec.decode(
                type: stored.event.type, schemaVersion: stored.event.schemaVersion, payload: stored.event.payload))
    }
}

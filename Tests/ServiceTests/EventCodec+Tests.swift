import Parking
import SystemTime
import JSON
import Hosting

extension EventCodec {
    private static let zones = ZoneDatabase()

    /// The codec of the tests.
    static var tests: EventCodec { EventCodec(zones: { zones.rules($0) }) }
}

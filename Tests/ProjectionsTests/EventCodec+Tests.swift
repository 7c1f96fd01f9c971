import ParkingJSON
import ParkingService

extension EventCodec {
    private static let zones = ZoneDatabase()

    /// The codec of the tests.
    static var tests: EventCodec { EventCodec(zones: { zones.rules($0) }) }
}

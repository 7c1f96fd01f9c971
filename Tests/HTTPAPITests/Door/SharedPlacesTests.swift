import NIOCore
import Testing

@testable import HTTPAPI

/// Connections of which no stranger takes all.
@Suite struct SharedPlacesTests {
    private let peer: [UInt8] = [10, 0, 0, 1]
    private let other: [UInt8] = [10, 0, 0, 2]

    @Test func `a peer has its share, others what is left, and this machine all of it`() {
        let places = SharedPlaces(4, share: 1)
        #expect(places.take(for: peer))
        #expect(!places.take(for: peer))
        #expect(places.take(for: other))
        #expect(places.take(for: nil) && places.take(for: nil))
        #expect(!places.take(for: nil) && !places.take(for: [10, 0, 0, 3]))
        places.giveBack(of: peer)
        #expect(!places.take(for: other))
        #expect(places.take(for: peer))
        places.giveBack(of: nil)
        places.giveBack(of: other)
        #expect(places.take(for: other) && places.take(for: nil))
    }

    @Test func `a stranger is neither this machine nor a proxy, and of version 6 a whole network`() throws {
        let proxies = TrustedProxies([try #require(Network("10.1.0.0/16"))])
        func stranger(_ address: String) throws -> [UInt8]? {
            proxies.stranger(try SocketAddress(ipAddress: address, port: 7))
        }
        #expect(try stranger("127.0.0.1") == nil && stranger("::1") == nil && stranger("10.1.2.3") == nil)
        #expect(proxies.stranger(nil) == nil)
        #expect(try stranger("10.2.2.3") == [10, 2, 2, 3])
        #expect(try stranger("2001:db8::1") == stranger("2001:db8::2"))
        #expect(try stranger("2001:db8::1") != stranger("2001:db8:0:1::1"))
    }
}

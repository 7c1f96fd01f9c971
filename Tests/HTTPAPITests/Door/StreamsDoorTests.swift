import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP2
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

/// What a connection of HTTP/2 does that is idle or a nuisance; its time passes as the test says.
@Suite struct StreamsDoorTests {
    @Test func `an idle connection is told so and closed, and one with an open stream waits for its answer`() throws {
        let idle = try HTTP2Client()
        idle.waits(.seconds(74))
        #expect(idle.isOpen)
        idle.waits(.seconds(2))
        #expect(idle.farewell == .noError)
        #expect(!idle.isOpen)

        let busy = try HTTP2Client()
        busy.sends(.ask(1))
        busy.waits(.seconds(600))
        #expect(busy.isOpen)
        busy.isAnswered()
        #expect(busy.statuses == ["200"])
        busy.waits(.seconds(76))
        #expect(!busy.isOpen)
    }

    @Test func `a ping keeps nobody from being idle`() throws {
        let connection = try HTTP2Client()
        for number in 1...8 {
            connection.waits(.seconds(10))
            connection.sends(.ping(number))
        }
        #expect(!connection.isOpen)
    }

    @Test func `when the service stops, streams are answered and no new ones taken`() throws {
        let connection = try HTTP2Client()
        connection.sends(.ask(1))
        connection.serviceStops()
        #expect(connection.farewell == .noError)
        #expect(connection.isOpen)
        connection.isAnswered()
        #expect(connection.statuses == ["200"])
        #expect(!connection.isOpen)
        let silent = try HTTP2Client()
        silent.serviceStops()
        #expect(!silent.isOpen)
    }

    @Test func `who has no more to send gets its answer`() throws {
        let connection = try HTTP2Client()
        connection.sends(.ask(1))
        connection.inputEnds()
        #expect(connection.isOpen)
        connection.isAnswered()
        #expect(connection.statuses == ["200"])
        #expect(!connection.isOpen)
    }

    @Test func `a stream that is none costs the others nothing`() throws {
        let connection = try HTTP2Client()
        connection.sends(.ask(1), .nonsense(3), .ask(5))
        #expect(connection.isOpen)
        #expect(connection.asked == 2)
    }

    /// What costs a client nothing and the service something.
    enum Nuisance: String, CaseIterable {
        case resets, nonsense, pings, settings, priorities, emptyPieces

        /// How often it is borne; the two settings of the beginning count.
        var bearable: Int {
            switch self {
            case .resets, .nonsense: DoorLimits.nuisances
            case .pings, .settings, .priorities: DoorLimits.nuisances - 2
            case .emptyPieces: 2
            }
        }

        func frames(_ number: Int) -> [HTTP2Frames.Sent] {
            let stream = 2 * number + 1
            return switch self {
            case .resets: [.begin(stream), .reset(stream)]
            case .nonsense: [.nonsense(stream)]
            case .pings: [.ping(number)]
            case .settings: [.settings]
            case .priorities: [.priority(stream)]
            case .emptyPieces: number == 1 ? [.begin(stream)] : [.nothing(3)]
            }
        }
    }

    @Test(arguments: Nuisance.allCases)
    func `who does more of it than is bearable is closed, and told why`(nuisance: Nuisance) throws {
        let connection = try HTTP2Client()
        var sent = 0
        while connection.isOpen, sent < 1_000 {
            sent += 1
            connection.sends(nuisance.frames(sent))
        }
        #expect(sent == nuisance.bearable + 1)
        #expect(connection.farewell == .enhanceYourCalm)
    }

    @Test func `more streams than one connection may have are refused, and the others are served`() throws {
        let connection = try HTTP2Client()
        for number in 0..<DoorLimits.streams { connection.sends(.ask(2 * number + 1)) }
        #expect(connection.asked == DoorLimits.streams)
        connection.sends(.ask(1_001))
        #expect(connection.asked == DoorLimits.streams)
    }

    @Test func `headers beyond what a head may have end the connection before they fill the memory`() throws {
        let connection = try HTTP2Client()
        for number in 0..<20 where connection.isOpen {
            connection.sends(.piece(ofHead: number, bytes: 16_000))
        }
        #expect(!connection.isOpen)
        #expect(connection.asked == 0)
    }

    @Test func `what is no HTTP/2 is closed`() throws {
        let connection = try HTTP2Client()
        connection.send(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        #expect(!connection.isOpen)
    }

    @Test func `one connection too many is told so, and closed where it says nothing`() throws {
        let connection = try HTTP2Client(isFull: true)
        connection.sends(.ask(1))
        #expect(connection.statuses == ["503"])
        #expect(connection.asked == 0)
        #expect(!connection.isOpen)
        let silent = try HTTP2Client(isFull: true)
        silent.waits(.seconds(3))
        #expect(!silent.isOpen)
    }
}

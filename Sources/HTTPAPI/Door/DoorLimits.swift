public import NIOCore
import NIOHTTP2

/// What one client may take of the service before it is shown out.
public struct DoorLimits: Hashable, Sendable {
    /// From the first byte of a request to its last.
    public var request: TimeAmount
    /// From the first byte of an answer until the client has taken its last.
    public var answer: TimeAmount
    /// Between two requests of one connection.
    public var idle: TimeAmount
    /// How long a connection stays open after its last answer, so that the client can still read it.
    public var linger: TimeAmount
    /// Connections that are served at the same time, and of HTTP/2 as many streams; the next one is told so.
    public var connections: Int
    /// Bodies of more than ``largeBody`` bytes that are in memory at the same time.
    public var largeBodies: Int

    /// A body of more bytes than this is a large one: a rate card, or the stays of a quote.
    static let largeBody = 64 * 1024
    /// The request line and the headers have at most so many bytes.
    static let head = 128 * 1024
    /// Streams that one connection may have open at the same time (RFC 9113, section 5.1.2).
    static let streams = 100
    /// What a client may do in half a minute of what costs it nothing and the service something: resetting streams, sending
    /// what is none, pinging, changing its settings. One more ends the connection.
    static let nuisances = 200
    /// Connections beyond the limit that are told so at the same time; more are closed without a word.
    static let toldToWait = 64

    /// Limits; those that are left out are the service's own.
    public init(
        request: TimeAmount = .seconds(30), answer: TimeAmount = .seconds(60), idle: TimeAmount = .seconds(75),
        linger: TimeAmount = .seconds(2), connections: Int = 512, largeBodies: Int = 16
    ) {
        self.request = request
        self.answer = answer
        self.idle = idle
        self.linger = linger
        self.connections = connections
        self.largeBodies = largeBodies
    }

    /// What HTTP/2 adds. Its handler counts: resets (CVE-2023-44487), errors that make it reset a stream itself
    /// (CVE-2025-8671), control frames, empty DATA and CONTINUATION frames in a row.
    var http2: NIOHTTP2Handler.Configuration {
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: DoorLimits.streams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: DoorLimits.head),
        ]
        configuration.connection.maximumConnectionGlitches = DoorLimits.nuisances
        configuration.connection.controlFrameRateLimit.maximumCount = DoorLimits.nuisances
        configuration.stream.streamResetFrameRateLimit.maximumCount = DoorLimits.nuisances
        configuration.stream.streamErrorRateLimit.maximumCount = DoorLimits.nuisances
        return configuration
    }
}

import Access
public import Hummingbird
import NIOCore
import Parking

/// What goes with a request: its parameters, and the connection that it came by.
public struct HTTPContext: RequestContext {
    /// What every request has.
    public var coreContext: CoreRequestContextStorage
    private let channel: any Channel
    /// Who asks; nil where nobody has to say so.
    var caller: Caller?
    /// From where the request has come; nil where that is no network.
    var origin: TrustedProxies.Origin?
    /// Its place in a trace; nil where nobody asks for one.
    var trace: TraceParent?
    /// How far that is allowed.
    var extent = Extent.its

    /// The context of a request from a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The port that the request came to; nil where it did not come over a network.
    var port: Int? { channel.localAddress?.port }

    /// The other side of the connection; nil where it did not come over a network.
    var peer: IPAddress? { channel.remoteAddress.flatMap(IPAddress.init) }

    /// Asks to be told when the client leaves: the stream then ends.
    func tellDeparture(_ departure: AsyncStream<Void>.Continuation) {
        channel.triggerUserOutboundEvent(DoorEvent.departureAwaited(departure), promise: nil)
    }

    /// Says that the body is wanted: a client that waits to be told so is told.
    func awaitBody() {
        channel.triggerUserOutboundEvent(DoorEvent.bodyAwaited, promise: nil)
    }
}

import HummingbirdTesting
import NIOCore
import NIOPosix
import Testing

/// A connection that stays open until it is told to close.
struct OpenConnection {
    private let channel: any Channel

    init(_ site: Site) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: try #require(site.client.port)).get()
    }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Ends it, unless the service has done so: it may have been the one too many itself.
    func close() async throws {
        do { try await channel.close() } catch ChannelError.alreadyClosed {}
    }
}

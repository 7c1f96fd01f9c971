import Foundation
import HTTPTypes
import NIOCore
import NIOPosix

/// A TCP connection that says just what a test wants to say, also what no client would.
struct RawConnection {
    /// What a server said until it had given so many responses, or closed.
    struct Answer {
        var responses: [(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8])] = []
        var isClosed = false
    }

    /// Sends chunks and reads responses, each of which tells its length.
    ///
    /// - Parameter closesSending: whether it then says that it sends no more, and goes on reading.
    static func exchange(
        host: String = "127.0.0.1", port: Int, _ chunks: [[UInt8]], responses count: Int = 1,
        closesSending: Bool = false
    ) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: closesSending))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var received: [UInt8] = []
            var answer = Answer()
            do {
                for chunk in chunks { try await outbound.write(ByteBuffer(bytes: chunk)) }
                if closesSending { outbound.finish() }
                for try await buffer in inbound {
                    received += buffer.readableBytesView
                    while let response = response(at: &received) { answer.responses.append(response) }
                    if answer.responses.count >= count { return answer }
                }
            } catch let error as IOError where error.errnoCode == ECONNRESET {
                // Closed, before all that was sent had been read.
            } catch ChannelError.ioOnClosedChannel {
                // Closed, before all had been sent.
            }
            answer.isClosed = true
            return answer
        }
    }

    /// Takes a whole response off the bytes; nil where there is none yet.
    private static func response(
        at bytes: inout [UInt8]
    ) -> (status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8])? {
        let blankLine = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blankLine) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        var headers: HTTPFields = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { return nil }
            headers.append(HTTPField(name: name, value: String(parts[1].trimmingPrefix(" "))))
        }
        let start = end + blankLine.count
        guard let code = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let length = code < 200 ? 0 : headers[.contentLength].flatMap(Int.init), bytes.count >= start + length
        else { return nil }
        let body = Array(bytes[start..<start + length])
        bytes.removeFirst(start + length)
        return (HTTPResponse.Status(code: code), headers, body)
    }
}

import NIOCore
import NIOHPACK

/// Frames of HTTP/2 as bytes (RFC 9113, section 4.1), also those that no client would send.
enum HTTP2Frames {
    /// A frame as a test means it, by the number of its stream.
    enum Sent {
        /// A whole request.
        case ask(Int)
        /// A request whose body is still to come.
        case begin(Int)
        /// A request without an address.
        case nonsense(Int)
        /// A piece of the head of stream 1 that never ends; the first one begins it.
        case piece(ofHead: Int, bytes: Int)
        case reset(Int)
        /// A piece of a body with nothing in it.
        case nothing(Int)
        case priority(Int)
        case ping(Int)
        case settings

        var bytes: [UInt8] {
            switch self {
            case .ask(let id): HTTP2Frames.frame(1, flags: 0x5, id, head("GET"))
            case .begin(let id): HTTP2Frames.frame(1, flags: 0x4, id, head("POST"))
            case .nonsense(let id): HTTP2Frames.frame(1, flags: 0x5, id, HTTP2Frames.field(":method", "GET"))
            case .piece(0, let count):
                HTTP2Frames.frame(1, 1, head("GET") + HTTP2Frames.field("x", String(repeating: "x", count: count)))
            case .piece(let number, let count):
                HTTP2Frames.frame(9, 1, HTTP2Frames.field("x-\(number)", String(repeating: "x", count: count)))
            case .reset(let id): HTTP2Frames.frame(3, id, [0, 0, 0, 8])
            case .nothing(let id): HTTP2Frames.frame(0, id, [])
            case .priority(let id): HTTP2Frames.frame(2, id, [0, 0, 0, 0, 1])
            case .ping(let number): HTTP2Frames.frame(6, 0, [0, 0, 0, 0, 0, 0] + HTTP2Frames.short(number))
            case .settings: HTTP2Frames.frame(4, 0, [])
            }
        }

        private func head(_ method: String) -> [UInt8] {
            [(":method", method), (":scheme", "https"), (":authority", "a"), (":path", "/a")]
                .flatMap { HTTP2Frames.field($0, $1) }
        }
    }

    /// What a client says first.
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Sent.settings.bytes
    /// That the server's settings hold.
    static let acknowledgement = frame(4, flags: 1, 0, [])

    private static func frame(_ type: UInt8, flags: UInt8 = 0, _ stream: Int, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(payload.count >> 16)]
        bytes += short(payload.count & 0xffff)
        bytes += [type, flags, 0, 0]
        bytes += short(stream)
        return bytes + payload
    }

    private static func short(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }

    /// A header that no table knows (RFC 7541, section 6.2.2).
    private static func field(_ name: String, _ value: String) -> [UInt8] {
        var bytes: [UInt8] = [0]
        bytes += length(name.utf8.count)
        bytes += Array(name.utf8)
        bytes += length(value.utf8.count)
        return bytes + Array(value.utf8)
    }

    private static func length(_ number: Int) -> [UInt8] {
        guard number >= 127 else { return [UInt8(number)] }
        var (bytes, rest): ([UInt8], Int) = ([127], number - 127)
        while rest >= 128 {
            bytes.append(UInt8(rest & 0x7f | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// Reads what a server says.
    struct Reader {
        private var received = ByteBuffer()
        private var headers = HPACKDecoder(allocator: ByteBufferAllocator())

        /// What a test looks for in it.
        enum Heard: Hashable {
            case status(String)
            /// The end of the connection, by its code.
            case goAway(UInt32)
        }

        mutating func read(_ bytes: ByteBuffer) throws -> [Heard] {
            received.writeImmutableBuffer(bytes)
            var heard: [Heard] = []
            while let length = received.getBytes(at: received.readerIndex, length: 3).map({
                Int($0[0]) << 16 | Int($0[1]) << 8 | Int($0[2])
            }), received.readableBytes >= 9 + length {
                received.moveReaderIndex(forwardBy: 3)
                guard let type = received.readInteger(as: UInt8.self) else { break }
                received.moveReaderIndex(forwardBy: 5)
                guard var payload = received.readSlice(length: length) else { break }
                switch type {
                case 1: heard += try headers.decodeHeaders(from: &payload)[":status"].map { .status($0) }
                case 7:
                    guard let code = payload.getInteger(at: payload.readerIndex + 4, as: UInt32.self) else { break }
                    heard.append(.goAway(code))
                default: break
                }
            }
            return heard
        }
    }
}

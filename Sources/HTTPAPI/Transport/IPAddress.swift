import Foundation
import NIOCore

/// An address of the Internet, of version 4 or 6; one of version 4 that is written as one of 6 is one of 4.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four bytes, or sixteen.
    let bytes: [UInt8]

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes.starts(with: IPAddress.mapped) && bytes.count == 16 ? Array(bytes.suffix(4)) : bytes
    }

    /// The address of a connection's other side; nil where it is none of a network.
    init?(_ address: SocketAddress) {
        // Where POSIX has the address in `sockaddr_in` and `sockaddr_in6`, on Linux and on Darwin.
        let place: Range<Int>
        switch address {
        case .v4: place = 4..<8
        case .v6: place = 8..<24
        case .unixDomainSocket: return nil
        }
        self.init(
            address.withSockAddr { start, size in Array(UnsafeRawBufferPointer(start: start, count: size)[place]) })
    }

    /// An address as it is written, without a port.
    public init?(_ text: String) {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        self.init(address)
    }

    /// An address as proxies name a node (RFC 7239, section 6), with or without a port; nil for one that says less.
    init?(node: some StringProtocol) {
        if node.first == "[" {
            guard let end = node.firstIndex(of: "]") else { return nil }
            self.init(String(node[node.index(after: node.startIndex)..<end]))
        } else if node.count(where: { $0 == ":" }) == 1, let colon = node.firstIndex(of: ":") {
            self.init(String(node[..<colon]))
        } else {
            self.init(String(node))
        }
    }

    /// Whether it is of this machine alone.
    var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1] }

    /// The network that one subscriber has to himself: the address, of version 6 the half that he was given.
    var subscriber: [UInt8] { bytes.count == 4 ? bytes : Array(bytes.prefix(8)) }

    /// As everybody writes it (RFC 5952).
    public var description: String {
        (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress) ?? ""
    }
}

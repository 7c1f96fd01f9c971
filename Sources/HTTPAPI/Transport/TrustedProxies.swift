import HTTPTypes
import NIOCore

/// The proxies that end TLS before the service: who may come in the clear, and who is believed when they name their client.
public struct TrustedProxies: Hashable, Sendable {
    private let networks: [Network]

    /// Those of some networks.
    public init(_ networks: [Network]) { self.networks = networks }

    /// Nobody is before the service.
    public static let none = TrustedProxies([])

    func trusts(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// Whether somebody may speak to the service without TLS: this machine, or a proxy.
    func mayComeInTheClear(_ peer: SocketAddress?) -> Bool {
        // What has no address of a network is of this machine.
        guard let address = peer.flatMap(IPAddress.init) else { return true }
        return address.isLoopback || trusts(address)
    }

    /// The network that a peer has to himself, where it speaks for nobody else; nil for this machine and for a proxy.
    func stranger(_ peer: SocketAddress?) -> [UInt8]? {
        guard let address = peer.flatMap(IPAddress.init), !address.isLoopback, !trusts(address) else { return nil }
        return address.subscriber
    }

    /// From where a request has come, and by which scheme, as far as one is believed who says so.
    struct Origin: Hashable, Sendable {
        let client: IPAddress
        let scheme: String?
    }

    /// The last on the way who is no proxy of ours; whatever stands before was written by whom nobody knows.
    ///
    /// A proxy that keeps one of the two kinds of headers may let the other one through as its client wrote it: where
    /// they disagree, neither is believed.
    func origin(of headers: HTTPFields, from peer: IPAddress) -> Origin {
        guard trusts(peer) else { return Origin(client: peer, scheme: nil) }
        let said = [Forwarded.customary(headers), Forwarded.standard(headers)].compactMap(\.self)
        let clients = Set(said.compactMap(\.nodes).map { lastStranger($0, before: peer) })
        guard clients.count <= 1 else { return Origin(client: peer, scheme: nil) }
        return Origin(client: clients.first ?? peer, scheme: said.lazy.compactMap(\.scheme).first)
    }

    private func lastStranger(_ nodes: [IPAddress?], before peer: IPAddress) -> IPAddress {
        var last = peer
        for node in nodes.reversed() {
            guard let node else { return last }
            last = node
            guard trusts(node) else { return node }
        }
        return last
    }
}

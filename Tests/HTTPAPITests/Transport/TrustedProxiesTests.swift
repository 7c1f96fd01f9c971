import HTTPTypes
import NIOCore
import Testing

@testable import HTTPAPI

/// Whose word is taken for where a request has come from.
@Suite struct TrustedProxiesTests {
    private let proxies = TrustedProxies([Network("10.0.0.0/8")!, Network("192.0.2.7")!, Network("fd00::/8")!])

    private func client(_ headers: HTTPFields, from peer: String = "10.1.2.3") throws -> String {
        proxies.origin(of: headers, from: try #require(IPAddress(peer))).client.description
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9"), ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.9.9.9", "203.0.113.9"), ("203.0.113.9, 10.9.9.9, 192.0.2.7", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"), ("[2001:db8::1]:4711", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"), ("10.9.9.9", "10.9.9.9"), ("unknown", "10.1.2.3"),
        ("203.0.113.9, unknown, 10.9.9.9", "10.9.9.9"), ("", "10.1.2.3"), ("nonsense; drop", "10.1.2.3"),
    ])
    func `the client is the last on the way who is no proxy`(header: String, client: String) throws {
        #expect(try self.client([.forwardedFor: header]) == client)
    }

    @Test(arguments: [
        ("for=203.0.113.9", "203.0.113.9"), ("For=\"203.0.113.9:4711\";proto=https", "203.0.113.9"),
        ("for=198.51.100.1, for=203.0.113.9;by=10.0.0.1", "203.0.113.9"),
        ("for=\"[2001:db8::1]:4711\"", "2001:db8::1"), ("for=203.0.113.9, for=\"10.9.9.9\"", "203.0.113.9"),
        ("for=_hidden", "10.1.2.3"), ("for=unknown", "10.1.2.3"), ("proto=https", "10.1.2.3"),
        ("for=\"a, for=203.0.113.9\"", "10.1.2.3"), ("for=", "10.1.2.3"),
    ])
    func `the standard's header says the same`(header: String, client: String) throws {
        #expect(try self.client([.forwarded: header]) == client)
    }

    @Test func `headers of whom nobody trusts are none`() throws {
        for peer in ["203.0.113.50", "192.0.2.8", "2001:db8::2", "127.0.0.1"] {
            let headers: HTTPFields = [.forwardedFor: "198.51.100.1", .forwarded: "for=198.51.100.1"]
            #expect(try client(headers, from: peer) == peer)
        }
        #expect(try client([.forwardedFor: "198.51.100.1"], from: "fd12::1") == "198.51.100.1")
        #expect(try client([.forwardedFor: "198.51.100.1"], from: "::ffff:10.0.0.1") == "198.51.100.1")
    }

    @Test func `where both headers stand and disagree, one was let through, and neither is believed`() throws {
        #expect(try client([.forwardedFor: "203.0.113.9", .forwarded: "for=198.51.100.1"]) == "10.1.2.3")
        #expect(try client([.forwardedFor: "203.0.113.9", .forwarded: "for=203.0.113.9"]) == "203.0.113.9")
    }

    @Test func `the scheme is the one that the last proxy was spoken to by`() throws {
        let peer = try #require(IPAddress("10.1.2.3"))
        for (headers, scheme) in [
            ([.forwardedFor: "203.0.113.9", .forwardedProto: "http, HTTPS"], "https"),
            ([.forwarded: "for=203.0.113.9;proto=http"], "http"), ([.forwardedProto: "gopher"], nil), ([:], nil),
        ] as [(HTTPFields, String?)] {
            #expect(proxies.origin(of: headers, from: peer).scheme == scheme)
        }
    }

    @Test func `in the clear only this machine and the proxies may come`() throws {
        for (address, may) in [
            ("127.0.0.1", true), ("::1", true), ("10.0.0.1", true), ("192.0.2.7", true), ("192.0.2.8", false),
            ("11.0.0.1", false), ("::ffff:10.0.0.1", true), ("::ffff:127.0.0.1", true), ("2001:db8::1", false),
        ] {
            #expect(proxies.mayComeInTheClear(try SocketAddress(ipAddress: address, port: 1)) == may, "\(address)")
        }
    }

    @Test(arguments: [
        "", "a", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "fd00::/129", "10.0.0.0/+8", "a/8",
    ])
    func `what is no network is none`(text: String) { #expect(Network(text) == nil) }

    @Test func `a network has the addresses that begin as it does`() throws {
        for (network, address, isIn) in [
            ("192.0.2.0/25", "192.0.2.127", true), ("192.0.2.0/25", "192.0.2.128", false),
            ("0.0.0.0/0", "198.51.100.1", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
            ("2001:db8::/33", "2001:db8:7fff::", true), ("2001:db8::/33", "2001:db8:8000::", false),
            ("192.0.2.7/32", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false),
        ] {
            let found = try #require(Network(network)).contains(try #require(IPAddress(address)))
            #expect(found == isIn, "\(address) in \(network)")
        }
    }
}

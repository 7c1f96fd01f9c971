/// Addresses that begin alike: a machine, or those of a network (RFC 4632).
public struct Network: Hashable, Sendable {
    private let address: IPAddress
    private let bits: Int

    /// A network as it is written, such as `10.0.0.0/8`, or `192.0.2.7` for one machine.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let all = address.bytes.count * 8
        guard parts.count == 2 else {
            (self.address, bits) = (address, all)
            return
        }
        guard let bits = Int(parts[1]), parts[1].allSatisfy(\.isNumber), (0...all).contains(bits) else { return nil }
        (self.address, self.bits) = (address, bits)
    }

    /// Whether an address is of it.
    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8
        guard other.bytes.prefix(whole).elementsEqual(address.bytes.prefix(whole)) else { return false }
        guard bits % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff << (8 - bits % 8))
        return other.bytes[whole] & mask == address.bytes[whole] & mask
    }
}

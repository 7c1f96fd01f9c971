/// Sixteen hexadecimal digits that stand for a path where the path itself does not fit.
///
/// FNV-1a, 64 bits: the same on every machine and in every release, which Swift's own hashing is not. Nothing secret
/// hangs on it, for whoever holds the folder of that name is checked by its owner.
struct PathDigest: CustomStringConvertible {
    let description: String

    init(_ path: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        description = String(repeating: "0", count: 16 - digits.count) + digits
    }
}

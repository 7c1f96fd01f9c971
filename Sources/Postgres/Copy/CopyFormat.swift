/// The fixed parts of the binary COPY format.
enum CopyFormat {
    /// `PGCOPY`, then bytes that a transfer as text would damage.
    static let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    /// Signature, flags and the length of the header's extension.
    static let headerLength = 19
}

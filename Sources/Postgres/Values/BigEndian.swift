extension [UInt8] {
    /// Appends an integer in network order.
    @inline(__always)
    mutating func append<I: FixedWidthInteger>(bigEndian value: I) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Overwrites an integer in network order.
    mutating func replace<I: FixedWidthInteger>(at offset: Int, bigEndian value: I) {
        withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: I.self) }
    }
}

extension UnsafeRawBufferPointer {
    /// Reads an integer in network order; the caller has made sure that it is there.
    @inline(__always)
    func load<I: FixedWidthInteger>(bigEndian: I.Type, at offset: Int = 0) -> I {
        I(bigEndian: loadUnaligned(fromByteOffset: offset, as: I.self))
    }
}

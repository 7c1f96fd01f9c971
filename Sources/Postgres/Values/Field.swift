#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One value in the server's binary form behind its length, as arrays and COPY rows hold it.
///
/// A namespace: the functions append to the caller's buffer, so that a whole array or row is one allocation.
enum Field {
    /// The server refuses anything longer, and a message must stay below 1 GiB in all.
    static let longest = 0x3FFF_FFFF

    static func null(to buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int32(-1))
    }

    static func bool(_ value: Bool, to buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int32(1))
        buffer.append(value ? 1 : 0)
    }

    static func integer<I: FixedWidthInteger>(_ value: I, to buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int32(MemoryLayout<I>.size))
        buffer.append(bigEndian: value)
    }

    static func bytes(_ value: [UInt8], to buffer: inout [UInt8]) throws(PostgresError) {
        try length(value.count, to: &buffer)
        buffer.append(contentsOf: value)
    }

    static func text(_ value: String, to buffer: inout [UInt8]) throws(PostgresError) {
        var value = value
        guard !value.withUTF8({ holdsNUL(UnsafeRawBufferPointer($0)) }) else { throw nul }
        try length(value.utf8.count, to: &buffer)
        buffer.append(contentsOf: value.utf8)
    }

    static func json(_ value: [UInt8], to buffer: inout [UInt8]) throws(PostgresError) {
        guard !value.withUnsafeBytes(holdsNUL) else { throw nul }
        try bytes(value, to: &buffer)
    }

    static func timestamptz(_ microseconds: Int64, to buffer: inout [UInt8]) throws(PostgresError) {
        guard let value = PostgresEpoch.server(microseconds: microseconds) else {
            throw PostgresError(.invalidParameter, "an instant is before all that the server can hold")
        }
        integer(value, to: &buffer)
    }

    static func date(_ days: Int32, to buffer: inout [UInt8]) throws(PostgresError) {
        guard let value = PostgresEpoch.server(days: days) else {
            throw PostgresError(.invalidParameter, "a date is before all that the server can hold")
        }
        integer(value, to: &buffer)
    }

    private static func length(_ count: Int, to buffer: inout [UInt8]) throws(PostgresError) {
        guard count <= longest else {
            throw PostgresError(.invalidParameter, "a value of \(count) bytes is longer than the server takes")
        }
        buffer.append(bigEndian: Int32(count))
    }

    /// The server keeps text NUL-terminated and would refuse it, but only after the round trip.
    private static let nul = PostgresError(.invalidParameter, "a text holds a NUL, which the server cannot store")

    private static func holdsNUL(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let base = value.baseAddress, value.count > 0 else { return false }
        return memchr(base, 0, value.count) != nil
    }
}

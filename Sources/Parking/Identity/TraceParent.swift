/// Which request of which trace something follows from: the header `traceparent` of W3C Trace Context, in its version 00.
public struct TraceParent: Hashable, Sendable, CustomStringConvertible {
    /// The trace: 32 hexadecimal digits, not all of them noughts.
    public let trace: String
    /// The request within it: 16 hexadecimal digits, not all of them noughts.
    public let request: String
    /// Whether somebody records the trace.
    public let isSampled: Bool

    /// A request of a trace.
    ///
    /// - Parameters:
    ///   - trace: two numbers that are not both nought.
    ///   - request: a number that is not nought.
    public init(trace: (UInt64, UInt64), request: UInt64, isSampled: Bool) {
        self.init(
            trace: TraceParent.digits(trace.0) + TraceParent.digits(trace.1), request: request, isSampled: isSampled)
    }

    private init(trace: String, request: UInt64, isSampled: Bool) {
        self.trace = trace
        self.request = TraceParent.digits(request)
        self.isSampled = isSampled
    }

    /// Reads a header; nil where it is none, and then a trace begins anew.
    ///
    /// A later version may have more behind what version 00 has.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            bytes.count == 55 || bytes[55] == dash
        else { return nil }
        let (version, trace, request, flags) = (bytes[0..<2], bytes[3..<35], bytes[36..<52], bytes[53..<55])
        guard [version, trace, request, flags].allSatisfy({ $0.allSatisfy(TraceParent.isDigit) }),
            version != [102, 102], bytes.count == 55 || version != [48, 48],
            [trace, request].allSatisfy({ $0.contains { $0 != 48 } })
        else { return nil }
        self.trace = String(decoding: trace, as: UTF8.self)
        self.request = String(decoding: request, as: UTF8.self)
        isSampled = (Int(String(decoding: flags, as: UTF8.self), radix: 16) ?? 0) & 1 == 1
    }

    /// Another request of the same trace.
    ///
    /// - Parameter request: a number that is not nought.
    public func next(request: UInt64) -> TraceParent {
        TraceParent(trace: trace, request: request, isSampled: isSampled)
    }

    /// As the header has it.
    public var description: String { "00-\(trace)-\(request)-\(isSampled ? "01" : "00")" }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

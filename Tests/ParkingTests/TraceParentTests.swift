import Parking
import Testing

/// W3C Trace Context, 3.2: the header `traceparent`.
@Suite struct TraceParentTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let request = "00f067aa0ba902b7"

    @Test(arguments: [
        ("00-\(trace)-\(request)-01", true), ("00-\(trace)-\(request)-00", false),
        // Flags that nobody knows yet are none.
        ("00-\(trace)-\(request)-ff", true), ("00-\(trace)-\(request)-02", false),
        // A later version may go on.
        ("cc-\(trace)-\(request)-01", true), ("cc-\(trace)-\(request)-01-what-comes", true),
    ])
    func `a header is read as far as version 00 goes`(text: String, isSampled: Bool) throws {
        let read = try #require(TraceParent(text))
        #expect(read.trace == Self.trace && read.request == Self.request && read.isSampled == isSampled)
        #expect(read.description == "00-\(Self.trace)-\(Self.request)-\(isSampled ? "01" : "00")")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(request)", "00-\(trace)-\(request)-1", "00-\(trace)-\(request)-01-",
        "00-\(trace)-\(request)-011",
        "ff-\(trace)-\(request)-01", "0g-\(trace)-\(request)-01", "cc-\(trace)-\(request)-01.more",
        "00-\(trace.uppercased())-\(request)-01", "00-\(String(repeating: "0", count: 32))-\(request)-01",
        "00-\(trace)-\(String(repeating: "0", count: 16))-01", "00-\(trace)x\(request)-01", "00_\(trace)-\(request)-01",
        "00-\(trace)-\(request)-0 ", " 00-\(trace)-\(request)-01", "00-\(trace.dropLast())é-\(request)-01",
    ])
    func `what is no such header is none`(text: String) { #expect(TraceParent(text) == nil) }

    @Test func `the next request is of the same trace`() throws {
        let next = try #require(TraceParent("00-\(Self.trace)-\(Self.request)-01")).next(request: 0xAB)
        #expect(next.description == "00-\(Self.trace)-00000000000000ab-01")
    }

    @Test func `a trace begins with its numbers, written whole`() {
        let trace = TraceParent(trace: (1, 0), request: .max, isSampled: false)
        #expect(trace.description == "00-00000000000000010000000000000000-ffffffffffffffff-00")
        #expect(TraceParent(trace.description) == trace)
    }
}

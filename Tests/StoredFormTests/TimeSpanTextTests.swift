import TestSupport
import Chronology
import JSON
import Testing

/// Durations as operators write them.
@Suite struct TimeSpanTextTests {
    static let texts: [(String, TimeSpan)] = [
        ("0 s", .zero), ("90 s", .seconds(90)), ("15 min", .minutes(15)), ("1 h", .hours(1)), ("24 h", .hours(24)),
        ("2 days", .days(2)), ("366 days", .days(366)), ("36 h", .hours(36)), ("90 min", .minutes(90)),
    ]

    @Test(arguments: texts) func `a duration is a whole number and its largest unit`(text: String, span: TimeSpan) {
        #expect(TimeSpan(text: text) == span)
        #expect(span.text == text)
    }

    static let alike: [(String, TimeSpan)] = [
        ("1 day", .hours(24)), ("1 days", .hours(24)), ("007 s", .seconds(7)), ("60 s", .minutes(1)),
    ]

    @Test(arguments: alike) func `other ways to write it are read`(text: String, span: TimeSpan) {
        #expect(TimeSpan(text: text) == span)
    }

    @Test(arguments: [
        "", " ", "15", "min", "15min", "15  min", " 15 min", "15 min ", "-1 s", "+1 s", "1.5 h", "1 hour", "1 H", "1 m",
        "1 s s", "1000000000 s", "99999999999999999999 s", "１ s", "1\u{A0}s", "1\ts", "day",
    ])
    func `any other text is no duration`(text: String) {
        #expect(TimeSpan(text: text) == nil)
    }

    @Test func `days of nine digits are none, as they may be beyond 64 bits of microseconds`() {
        #expect(TimeSpan(text: "99999999 days") == .days(99_999_999))
        #expect(TimeSpan(text: "000000001 days") == nil)
        #expect(TimeSpan(text: "100000000 days") == nil)
        #expect(TimeSpan(text: "106751992 days") == nil)
        #expect(TimeSpan(text: "999999999 days") == nil)
        #expect(TimeSpan(text: "999999999 h") == .hours(999_999_999))
    }

    @Test func `every span of whole seconds reads back`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        for _ in 0..<2_000 {
            let unit = [Int64(1), 60, 3_600, 86_400].randomElement(using: &random)!
            let span = TimeSpan.seconds(Int64.random(in: 0...9_999, using: &random) * unit)
            #expect(TimeSpan(text: span.text) == span, "seed \(seed)")
        }
    }
}

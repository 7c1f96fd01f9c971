import Chronology
import TestSupport
import Testing

@testable import HTTPAPI

/// How many requests somebody may make, as time goes by.
@Suite struct BucketsTests {
    private let start = Instant("2026-03-02T08:00:00Z")!

    @Test func `so many may come at once, and the next one hears how long to wait`() {
        var buckets = Buckets<String>(RequestRate(perSecond: 2, burst: 3))
        for _ in 1...3 { #expect(buckets.take("a", at: start) == nil) }
        #expect(buckets.take("a", at: start) == TimeSpan(microseconds: 500_000))
        #expect(buckets.take("b", at: start) == nil, "another one's bucket is another")
    }

    @Test func `who waits as long as was said is served, and who comes sooner waits for the rest`() {
        var buckets = Buckets<String>(RequestRate(perSecond: 2, burst: 1))
        #expect(buckets.take("a", at: start) == nil)
        #expect(
            buckets.take("a", at: start + TimeSpan(microseconds: 200_000)) == TimeSpan(microseconds: 300_000))
        #expect(buckets.take("a", at: start + TimeSpan(microseconds: 499_999)) == TimeSpan(microseconds: 1))
        #expect(buckets.take("a", at: start + TimeSpan(microseconds: 500_000)) == nil)
    }

    @Test(arguments: [1, 3, 7, 200, 100_000])
    func `in the long run it is the rate, whatever the rhythm`(perSecond: Int) {
        var random = Seeded(7)
        var buckets = Buckets<String>(RequestRate(perSecond: perSecond, burst: 5))
        var (now, taken) = (start, 0)
        while now < start + .seconds(10) {
            if buckets.take("a", at: now) == nil { taken += 1 }
            now = now + TimeSpan(microseconds: .random(in: 1...Int64(1_500_000 / perSecond), using: &random))
        }
        #expect(taken <= 5 + perSecond * 10)
        #expect(taken >= perSecond * 10 / 2)
    }

    @Test func `a clock that is put back gives nothing, and takes nothing away`() {
        var buckets = Buckets<String>(RequestRate(perSecond: 1, burst: 2))
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start - .days(400)) == nil)
        #expect(buckets.take("a", at: start - .days(400)) != nil)
        #expect(buckets.take("a", at: .latest) == nil)
    }

    @Test func `who has a full bucket is forgotten when there is no room`() {
        var buckets = Buckets<Int>(RequestRate(perSecond: 1, burst: 1), most: 100)
        for number in 0..<100 { #expect(buckets.take(number, at: start) == nil) }
        #expect(buckets.take(100, at: start + .seconds(2)) == nil)
        #expect(buckets.count == 1)
    }

    @Test func `where too many are remembered, the new ones share what one may ask`() {
        var buckets = Buckets<Int>(RequestRate(perSecond: 1, burst: 2), most: 100)
        for number in 0..<100 { #expect(buckets.take(number, at: start) == nil) }
        let new = (100..<200).filter { buckets.take($0, at: start) == nil }
        #expect(new.count == 2)
        #expect(buckets.count == 100)
        #expect(buckets.take(50, at: start) == nil, "the old ones keep their own")
    }
}

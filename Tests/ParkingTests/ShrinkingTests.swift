import TestSupport
import Testing

/// A failure names as few steps as lead to it.
@Suite struct ShrinkingTests {
    @Test(arguments: [[17], [17, 60], [0, 1, 99], [3, 50, 51, 98], Array(0..<100)])
    func `what a failure needs is left, in its order, and nothing else`(needed: [Int]) {
        #expect(fewest(of: Array(0..<100)) { Set(needed).isSubset(of: $0) } == needed)
    }

    @Test func `what fails without anything needs nothing`() {
        #expect(fewest(of: Array(0..<100)) { _ in true }.isEmpty)
    }

    @Test func `expectations and errors are failures, and are not recorded`() {
        struct Refused: Error {}
        let byExpectation = fails { #expect(Bool(false)) }
        let byError = fails { throw Refused() }
        let never = fails {}
        #expect((byExpectation, byError, never) == (true, true, false))
    }

    @Test func `a failing run is checked once more with the fewest that fail, and named`() throws {
        try withKnownIssue {
            try checkShrinking(Array(0..<100), "seed 1") { numbers, comment in
                #expect(!(numbers.contains(17) && numbers.contains(60)), comment)
            }
        } matching: { issue in
            issue.comments.map(\.rawValue) == ["seed 1; the fewest of 100 that fail:\n  17\n  60"]
        }
    }
}

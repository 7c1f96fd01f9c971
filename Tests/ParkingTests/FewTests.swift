import TestSupport
import Testing

@testable import Parking

/// Some values that are nearly always one.
@Suite struct FewTests {
    @Test func `they are those that came and have not gone, in their order`() {
        var random = Seeded(Seeded.seed)
        for _ in 0..<200 {
            var (few, all): (Few<Int>, [Int]) = (.none, [])
            for number in 0..<Int.random(in: 0...12, using: &random) {
                if Bool.random(using: &random) {
                    few.append(number)
                    all.append(number)
                } else {
                    let gone = Int.random(in: 0...max(1, number), using: &random)
                    few.removeAll { $0 == gone }
                    all.removeAll { $0 == gone }
                }
                #expect(Array(few) == all)
                #expect(few.isEmpty == all.isEmpty)
                #expect((0...number).allSatisfy { few.contains($0) == all.contains($0) })
            }
        }
    }

    @Test func `what became one again is equal to what always was`() {
        var few = Few<Int>.none
        few.append(1)
        few.append(2)
        few.removeAll { $0 == 1 }
        #expect(few == .one(2))
        few.removeAll { $0 == 2 }
        #expect(few == .none)
    }
}

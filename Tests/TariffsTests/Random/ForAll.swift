import TestSupport
import Testing

/// Draws cases from one seed, which every failure names.
func forAll(
    _ count: Int, _ wishes: Wishes, seed: UInt64 = .random(in: 0 ... .max),
    _ check: (RandomCase, Comment, inout Seeded) throws -> Void
) throws {
    var generator = Seeded(seed)
    for index in 0..<count {
        let random = try RandomCase(&generator, wishes)
        try check(random, "seed \(seed), case \(index)", &generator)
    }
}

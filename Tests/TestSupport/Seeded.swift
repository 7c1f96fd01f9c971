import Foundation

/// Random numbers that a seed brings back: the same seed, the same run (Seeded).
public struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Another seed is another run; `PARKLOG_TEST_SEED` repeats one.
    ///
    /// Printed at once: a trap gives no failing test the time to name it.
    public static let seed: UInt64 = {
        let seed =
            ProcessInfo.processInfo.environment["PARKLOG_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 0 ... .max)
        print("PARKLOG_TEST_SEED=\(seed)")
        return seed
    }()

    /// The numbers of a seed.
    public init(_ seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Whether something happens that does so many times in a hundred.
    public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// Nil one time in four.
    public mutating func sometimes<Value>(_ value: (inout Seeded) -> Value) -> Value? {
        next() % 4 == 0 ? nil : value(&self)
    }
}

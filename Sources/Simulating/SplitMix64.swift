/// A small generator whose sequence is the same everywhere (Steele, Lea and Flood's SplitMix64).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The sequence of a seed.
    public init(state: UInt64) { self.state = state }

    /// A sequence of its own for each of many that share a seed.
    init(seed: UInt64, index: Int) {
        var mixed = SplitMix64(state: seed)
        self.init(state: mixed.next() ^ SplitMix64.mix(UInt64(index) &+ 0x9E37_79B9_7F4A_7C15))
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.mix(state)
    }

    private static func mix(_ state: UInt64) -> UInt64 {
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Whether something happens that does so many times in a thousand.
    mutating func happens(_ perMille: Int) -> Bool { number(0...999) < perMille }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }
}

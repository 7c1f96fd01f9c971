/// The numbers that the generator of ``PlateForms`` wrote, one after the other: five bits a character, the least first.
struct PlateNumbers {
    private var left: UnsafeBufferPointer<UInt8>.SubSequence

    init(_ text: StaticString) {
        left = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[...]
    }

    mutating func next() -> UInt32 {
        var (number, shift): (UInt32, UInt32) = (0, 0)
        while let byte = left.popFirst() {
            // The end of a line.
            guard byte >= 48 else { continue }
            let bits = UInt32(byte) - 48
            number |= (bits & 31) << shift
            if bits < 32 { break }
            shift += 5
        }
        return number
    }

    mutating func nextSigned() -> Int { PlateNumbers.signed(next()) }

    /// 0, 1, 2, 3 are 0, -1, 1, -2.
    static func signed(_ number: UInt32) -> Int {
        Int(number) / 2 ^ -Int(number & 1)
    }
}

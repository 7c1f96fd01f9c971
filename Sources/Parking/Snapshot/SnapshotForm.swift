import Chronology
import JSON
import Money

/// The bytes of a garage's state on the way into a snapshot, or back out of one.
///
/// Parts stand one behind the other, without names: numbers in as few bytes as they need, instants in eight, a name at its first
/// place and from then on by its number. Whatever the bytes are, reading them ends in a value or in ``SnapshotError``.
struct SnapshotForm {
    /// Whether a snapshot is read; else one is written.
    let isReading: Bool
    /// How the zones of settings are found.
    let zones: ZoneLookup
    /// The garage's, in which amounts of its rates are written.
    var currency: Currency?
    /// What has been written, or is to be read.
    private(set) var bytes: [UInt8]
    private var place = 0
    private var names: [String] = []
    private var numbers: [String: Int] = [:]

    /// A form to write.
    init() {
        (isReading, zones, bytes) = (false, { _ in nil }, [])
    }

    /// A form to read.
    init(reading bytes: [UInt8], zones: @escaping ZoneLookup) {
        (isReading, self.zones, self.bytes) = (true, zones, bytes)
    }

    /// Whether all has been read.
    var isAtEnd: Bool { place == bytes.count }

    /// Writes a part and hands it back, or reads it.
    mutating func callAsFunction<Part: Snapshotted>(_ part: @autoclosure () -> Part) throws(SnapshotError) -> Part {
        try Part.pass(&self, isReading ? nil : part())
    }

    /// Reads a part.
    mutating func next<Part: Snapshotted>() throws(SnapshotError) -> Part { try Part.pass(&self, nil) }

    // MARK: Cases

    /// Writes which of an enum's cases follows.
    mutating func put(_ kind: UInt8) { bytes.append(kind) }

    /// Writes which of an enum's cases follows, and what it holds.
    mutating func put<Part: Snapshotted>(_ kind: UInt8, _ part: Part) throws(SnapshotError) {
        put(kind)
        _ = try Part.pass(&self, part)
    }

    /// Writes which of an enum's cases follows, and what it holds.
    mutating func put<First: Snapshotted, Second: Snapshotted>(
        _ kind: UInt8, _ first: First, _ second: Second
    ) throws(SnapshotError) {
        try put(kind, first)
        _ = try Second.pass(&self, second)
    }

    /// Reads which case follows.
    mutating func kind() throws(SnapshotError) -> UInt8 {
        guard place < bytes.count else { throw .damaged }
        defer { place += 1 }
        return bytes[place]
    }

    // MARK: Numbers

    /// A number, near zero in fewer bytes.
    mutating func number(_ value: Int64?) throws(SnapshotError) -> Int64 {
        guard isReading else {
            let value = value!
            var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
            while rest > 0x7F {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            return value
        }
        var (bits, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try kind()
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { throw .damaged }
            bits |= UInt64(byte & 0x7F) << shift
            guard byte > 0x7F else { break }
            shift += 7
        }
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    /// Eight bytes, the lowest first.
    mutating func word(_ value: UInt64?) throws(SnapshotError) -> UInt64 {
        guard isReading else {
            withUnsafeBytes(of: value!.littleEndian) { bytes.append(contentsOf: $0) }
            return value!
        }
        guard bytes.count - place >= 8 else { throw .damaged }
        defer { place += 8 }
        return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
    }

    /// How many parts follow: each takes at least a byte, so that a wrong number asks for no memory.
    mutating func count(_ value: Int?) throws(SnapshotError) -> Int {
        let count = try number(value.map(Int64.init))
        guard !isReading || 0...Int64(bytes.count - place) ~= count else { throw .damaged }
        return Int(count)
    }

    // MARK: Texts

    /// Bytes, and how many they are.
    mutating func run(_ value: [UInt8]?) throws(SnapshotError) -> [UInt8] {
        let count = try count(value?.count)
        guard isReading else {
            bytes += value!
            return value!
        }
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    /// A text that stands in the snapshot once, however often it is said.
    mutating func name(_ value: String?) throws(SnapshotError) -> String {
        if let value {
            let number = numbers[value] ?? numbers.count
            _ = try self.number(Int64(number))
            if number == numbers.count {
                numbers[value] = number
                _ = try self(value)
            }
            return value
        }
        let number = try number(nil)
        guard 0...Int64(names.count) ~= number else { throw .damaged }
        if number == names.count { names.append(try next()) }
        return names[Int(number)]
    }

    /// Something that the log holds, too, in the log's form: old ones stay readable.
    mutating func event(_ event: GarageEvent?) throws(SnapshotError) -> GarageEvent {
        let type = try name(event?.typeName)
        let version = try number(event.map { Int64($0.schemaVersion) })
        let payload = try run(event.map { $0.body.payload(in: currency ?? .unsaid) })
        if let event { return event }
        guard let version = Int16(exactly: version) else { throw .damaged }
        do {
            return try EventCodec(zones: zones).decode(type: type, schemaVersion: version, payload: payload)
        } catch { throw .damaged }
    }
}

extension Currency {
    /// Rates name theirs; a garage that was never configured has none to say.
    fileprivate static let unsaid = Currency(code: "XCD")!
}

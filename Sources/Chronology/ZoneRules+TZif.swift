// Reading of compiled zone files (TZif, RFC 8536).

/// Why a zone file could not be read.
public enum ZoneFileError: Error, Equatable, Sendable {
    /// The bytes are not a TZif file of version 2 or later, or they end too early.
    case malformed
    /// The rule behind the last transition is not one that POSIX describes.
    case unknownRule(String)
}

extension ZoneRules {
    /// The last year for which a zone's recurring rule is written out as transitions.
    static let lastYear = 2200

    /// Reads a compiled zone file, and writes its recurring rule out to the year 2200.
    public init(name: String, version: String, tzif bytes: [UInt8]) throws(ZoneFileError) {
        var reader = TZifReader(bytes: bytes)
        let first = try reader.header()
        guard first.version >= 2 else { throw .malformed }
        try reader.skip(first.bodyLength(timeSize: 4))
        let header = try reader.header()

        var times: [Int64] = []
        for _ in 0..<header.transitions { times.append(Int64(bitPattern: try reader.integer(8))) }
        var kinds: [Int] = []
        for _ in 0..<header.transitions { kinds.append(Int(try reader.integer(1))) }
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(Int(Int32(truncatingIfNeeded: try reader.integer(4))))
            try reader.skip(2)
        }
        guard let initial = offsets.first, kinds.allSatisfy({ $0 < offsets.count }) else { throw .malformed }
        try reader.skip(header.abbreviations + header.leaps * 12 + header.standards + header.universals)

        var changes: [(at: Int64, offset: Int)] = []
        for (time, kind) in zip(times, kinds) { changes.append((time, offsets[kind])) }
        if let rule = try PosixZone(footer: try reader.footer()) {
            let last = changes.last
            changes += rule.changes(after: last?.at ?? .min, until: ZoneRules.lastYear)
            if last == nil, changes.isEmpty, rule.standard != initial { throw .malformed }
        }
        self.init(name: name, version: version, offset: initial, changes: changes.droppingRepeats(after: initial))
    }
}

extension [(at: Int64, offset: Int)] {
    /// Without the transitions that change a name only, not the offset.
    fileprivate func droppingRepeats(after initial: Int) -> Self {
        var current = initial
        return filter { change in
            defer { current = change.offset }
            return change.offset != current
        }
    }
}

private struct TZifHeader {
    var version: Int
    var universals: Int
    var standards: Int
    var leaps: Int
    var transitions: Int
    var types: Int
    var abbreviations: Int

    func bodyLength(timeSize: Int) -> Int {
        transitions * (timeSize + 1) + types * 6 + abbreviations + leaps * (timeSize + 4) + standards + universals
    }
}

/// A big-endian cursor that refuses to read beyond the end.
private struct TZifReader {
    let bytes: [UInt8]
    var position = 0

    mutating func integer(_ size: Int) throws(ZoneFileError) -> UInt64 {
        guard position + size <= bytes.count else { throw .malformed }
        defer { position += size }
        return bytes[position..<position + size].reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func skip(_ count: Int) throws(ZoneFileError) {
        guard position + count <= bytes.count else { throw .malformed }
        position += count
    }

    mutating func header() throws(ZoneFileError) -> TZifHeader {
        guard try integer(4) == 0x545A_6966 else { throw .malformed }  // "TZif"
        let version = Int(try integer(1)) - 48
        try skip(15)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(try integer(4))) }
        return TZifHeader(
            version: version, universals: counts[0], standards: counts[1], leaps: counts[2], transitions: counts[3],
            types: counts[4], abbreviations: counts[5])
    }

    mutating func footer() throws(ZoneFileError) -> String {
        guard try integer(1) == 10, let end = bytes[position...].firstIndex(of: 10) else { throw .malformed }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }
}

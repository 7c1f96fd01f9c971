// Writing of ISO 8601 and RFC 3339 texts, the counterpart of the parsing beside it.

extension LocalDay: CustomStringConvertible {
    /// The day as `2026-03-02`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension LocalTime: CustomStringConvertible {
    /// The time as `07:30`, with seconds only where there are any.
    public var description: String {
        let (hour, minute, second) = (Int(seconds) / 3600, Int(seconds) / 60 % 60, Int(seconds) % 60)
        return "\(padded(hour, 2)):\(padded(minute, 2))" + (second == 0 ? "" : ":\(padded(second, 2))")
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// The wall-clock time as `2026-03-02T08:00:00`, with a fraction only where there is one.
    public var description: String { text(with: 0) { _ in } }

    /// The time, and behind it what the closure writes into so many bytes more.
    ///
    /// Every reply and every event has several of these, so the digits go straight into the text.
    fileprivate func text(with bytes: Int, _ suffix: (inout DigitWriter) -> Void) -> String {
        let (year, month, dayOfMonth) = day.civil
        let time = microsecondOfDay
        let seconds = Int(time / 1_000_000)
        let fraction = Int(time % 1_000_000)
        let length = (fraction == 0 ? 19 : 26) + bytes
        return String(unsafeUninitializedCapacity: length) { buffer in
            var writer = DigitWriter(buffer: buffer)
            writer.digits(year, 4)
            writer.character("-")
            writer.digits(month, 2)
            writer.character("-")
            writer.digits(dayOfMonth, 2)
            writer.character("T")
            writer.digits(seconds / 3600, 2)
            writer.character(":")
            writer.digits(seconds / 60 % 60, 2)
            writer.character(":")
            writer.digits(seconds % 60, 2)
            if fraction != 0 {
                writer.character(".")
                writer.digits(fraction, 6)
            }
            suffix(&writer)
            return length
        }
    }
}

extension Instant: CustomStringConvertible {
    /// The instant in UTC as `2026-03-02T08:00:00Z`, with microseconds only where there are any; one beyond the range
    /// as the end of it that lies nearest.
    public var description: String {
        let shown = min(max(self, .earliest), .latest)
        return ZoneRules.utc.local(shown).text(with: 1) { $0.character("Z") }
    }

    /// The instant as a zone's clock shows it, with its offset: `2026-03-02T08:00:00+01:00`.
    public func description(in zone: ZoneRules) -> String {
        let offset = zone.offsetSeconds(at: self)
        // RFC 3339 has no seconds in an offset; only local mean times before 1972 have them.
        let minutes = abs(offset) / 60
        return zone.local(self).text(with: 6) { writer in
            writer.character(offset < 0 ? "-" : "+")
            writer.digits(minutes / 60, 2)
            writer.character(":")
            writer.digits(minutes % 60, 2)
        }
    }
}

/// Writes ASCII at fixed places.
private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var position = 0

    mutating func character(_ character: Unicode.Scalar) {
        buffer[position] = UInt8(ascii: character)
        position += 1
    }

    mutating func digits(_ number: Int, _ width: Int) {
        var rest = number
        for place in stride(from: position + width - 1, through: position, by: -1) {
            buffer[place] = UInt8(48 + rest % 10)
            rest /= 10
        }
        position += width
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// All parameters of one call in one buffer, which is kept for the next call.
///
/// Every value is written as a ``Field``; a parameter of its own is that field without the length in front.
struct ParameterEncoder {
    /// The protocol counts parameters in 16 bits.
    private static let most = 65_535
    /// A buffer that one huge array has stretched is not worth keeping.
    private static let keptCapacity = 1 << 20

    private(set) var types: [TypeID] = []
    private var buffer: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Replaces what the last call left.
    mutating func encode(_ parameters: [Parameter]) throws(PostgresError) {
        guard parameters.count <= Self.most else {
            throw PostgresError(
                .invalidParameter, "\(parameters.count) parameters are more than the \(Self.most) of the protocol")
        }
        clear()
        for parameter in parameters {
            types.append(parameter.type)
            formats.append(1)
            let start = buffer.count + 4
            try append(parameter)
            guard buffer.count <= Field.longest else {
                throw PostgresError(.invalidParameter, "the parameters are longer than one message can be")
            }
            offsets.append(start)
            lengths.append(Int32(buffer.count - start))
        }
    }

    /// Gives the encoded values in the shape that libpq takes; the pointers are good only within `body`.
    mutating func withArguments<R>(
        _ body: (
            _ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> R
    ) -> R {
        buffer.withUnsafeBytes { bytes in
            pointers.removeAll(keepingCapacity: true)
            for offset in offsets {
                // An empty value points one past its length: a nil pointer would say NULL.
                pointers.append((bytes.baseAddress! + offset).assumingMemoryBound(to: CChar.self))
            }
            return body(Int32(offsets.count), pointers, lengths, formats)
        }
    }

    private mutating func clear() {
        types.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
    }

    private mutating func append(_ parameter: Parameter) throws(PostgresError) {
        switch parameter {
        case .bool(let value): Field.bool(value, to: &buffer)
        case .int2(let value): Field.integer(value, to: &buffer)
        case .int4(let value): Field.integer(value, to: &buffer)
        case .int8(let value): Field.integer(value, to: &buffer)
        case .text(let value): try Field.text(value, to: &buffer)
        case .bytea(let value): try Field.bytes(value, to: &buffer)
        case .json(let value): try Field.json(value, to: &buffer)
        case .timestamptz(let value): try Field.timestamptz(value, to: &buffer)
        case .date(let value): try Field.date(value, to: &buffer)
        case .int2s(let values):
            try array(of: .int2, values) { value, buffer throws(PostgresError) in Field.integer(value, to: &buffer) }
        case .int4s(let values):
            try array(of: .int4, values) { value, buffer throws(PostgresError) in Field.integer(value, to: &buffer) }
        case .int8s(let values):
            try array(of: .int8, values) { value, buffer throws(PostgresError) in Field.integer(value, to: &buffer) }
        case .texts(let values): try array(of: .text, values, Field.text)
        case .byteas(let values): try array(of: .bytea, values, Field.bytes)
        case .jsons(let values): try array(of: .json, values, Field.json)
        case .timestamptzs(let values): try array(of: .timestamptz, values, Field.timestamptz)
        case .dates(let values): try array(of: .date, values, Field.date)
        case .optionalInt8s(let values):
            try optionals(of: .int8, values) { value, buffer throws(PostgresError) in
                Field.integer(value, to: &buffer)
            }
        case .optionalTexts(let values): try optionals(of: .text, values, Field.text)
        case .optionalByteas(let values): try optionals(of: .bytea, values, Field.bytes)
        case .optionalTimestamptzs(let values): try optionals(of: .timestamptz, values, Field.timestamptz)
        }
    }

    private mutating func array<Element>(
        of type: TypeID, _ values: [Element],
        _ append: (Element, inout [UInt8]) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let length = arrayHeader(of: type, count: values.count, hasNulls: false)
        for value in values { try append(value, &buffer) }
        try closeArray(length)
    }

    private mutating func optionals<Element>(
        of type: TypeID, _ values: [Element?],
        _ append: (Element, inout [UInt8]) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let hasNulls = values.contains { $0 == nil }
        let length = arrayHeader(of: type, count: values.count, hasNulls: hasNulls)
        for value in values {
            if let value { try append(value, &buffer) } else { Field.null(to: &buffer) }
        }
        try closeArray(length)
    }

    /// Writes what stands before the elements and returns where the whole array's length belongs.
    private mutating func arrayHeader(of type: TypeID, count: Int, hasNulls: Bool) -> Int {
        let length = buffer.count
        buffer.append(bigEndian: Int32(0))
        // An empty array has no dimension at all.
        buffer.append(bigEndian: Int32(count == 0 ? 0 : 1))
        buffer.append(bigEndian: Int32(hasNulls ? 1 : 0))
        buffer.append(bigEndian: type.rawValue)
        if count > 0 {
            buffer.append(bigEndian: Int32(clamping: count))
            buffer.append(bigEndian: Int32(1))
        }
        return length
    }

    private mutating func closeArray(_ length: Int) throws(PostgresError) {
        let count = buffer.count - length - 4
        guard count <= Field.longest else {
            throw PostgresError(.invalidParameter, "an array of \(count) bytes is longer than the server takes")
        }
        buffer.replace(at: length, bigEndian: Int32(count))
    }
}

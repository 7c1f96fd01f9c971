/// The fields of one object, each read by its name; in what order they stand does not matter (RFC 8259).
///
/// The object was looked through before: every field is one of those that its reader knows, and none comes twice. What is
/// wrong with a value is said with the field's place.
public struct JSONFields {
    @usableFromInline var reader: JSONReader
    @usableFromInline var places: [(name: String, position: Int)] = []

    /// Looks an object through; the reader then stands behind it.
    @usableFromInline
    init(_ reader: inout JSONReader, known: [String], upcasts: ArraySlice<[FieldChange]>) throws(JSONError) {
        self.reader = reader
        var places: [(name: String, position: Int)] = []
        places.reserveCapacity(8)
        try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
            guard !upcasts.isEmpty || known.contains(name) else { throw .unknownField(besides: known) }
            places.append((name, reader.position))
            try reader.passOver()
        }
        self.places = places
        guard !upcasts.isEmpty else { return }
        for change in upcasts.joined() { apply(change) }
        if let unknown = self.places.first(where: { !known.contains($0.name) }) {
            throw JSONError.unknownField(besides: known).within(unknown.name)
        }
    }

    /// Reads a field that must be there.
    @inlinable
    public mutating func required<Value: JSONReadable>(_ name: String) throws(JSONError) -> Value {
        try required(name, Value.read)
    }

    /// Reads a field that may be left out.
    @inlinable
    public mutating func optional<Value: JSONReadable>(_ name: String) throws(JSONError) -> Value? {
        try optional(name, Value.read)
    }

    /// Reads a field that must be there, in a way of its own.
    @inlinable
    public mutating func required<Value>(
        _ name: String, _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard let value = try optional(name, read) else { throw .missing(name) }
        return value
    }

    /// Reads a field that may be left out, in a way of its own.
    @inlinable
    public mutating func optional<Value>(
        _ name: String, _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
        guard let place = places.firstIndex(where: { $0.name == name }) else { return nil }
        reader.position = places[place].position
        places.remove(at: place)
        do { return try read(&reader) } catch { throw error.within(name) }
    }

    /// Whether a field is there that has not been read.
    public func has(_ name: String) -> Bool { places.contains { $0.name == name } }

    private mutating func apply(_ change: FieldChange) {
        switch change {
        case .renamed(let old, to: let new):
            for index in places.indices where places[index].name == old { places[index].name = new }
        case .added(let name, meaning: let json):
            if !has(name) { places.append((name, reader.append(json))) }
        case .dropped(let name): places.removeAll { $0.name == name }
        }
    }

    /// Everything that was there has been read: what is listed as known and never asked for would be lost in silence.
    @usableFromInline
    func end() { assert(places.isEmpty, "the fields \(places.map(\.name)) are known and not read") }
}

/// What makes a field of an older form one of the next form.
public enum FieldChange: Hashable, Sendable {
    /// It has had another name since.
    case renamed(String, to: String)
    /// The older form did not have it; what was meant is this JSON text.
    case added(String, meaning: String)
    /// Nobody reads it any more.
    case dropped(String)
}

extension JSONReader {
    /// Reads an object by the names of its fields; any other field is an error.
    ///
    /// - Parameter upcasts: what makes the fields of an older form those of today, form by form, the oldest first.
    @inlinable
    public mutating func fields<Value>(
        _ known: [String], upcasts: ArraySlice<[FieldChange]> = [],
        _ read: (inout JSONFields) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        var fields = try JSONFields(&self, known: known, upcasts: upcasts)
        let value = try read(&fields)
        fields.end()
        return value
    }
}

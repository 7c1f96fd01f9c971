/// A value for `$1`, `$2` … of a statement, sent in binary with its type.
///
/// The type is that of the case; the statement needs a cast only where the column's is one that the server does not
/// assign from it, such as an enum. The flat arrays are for `unnest`.
///
/// A NUL inside a string or a JSON text makes the call throw ``PostgresError/Code/invalidParameter`` before anything
/// is sent.
public enum Parameter: Sendable {
    /// `bool`
    case bool(Bool)
    /// `int2`
    case int2(Int16)
    /// `int4`
    case int4(Int32)
    /// `int8`
    case int8(Int64)
    /// `text`
    case text(String)
    /// `bytea`
    case bytea([UInt8])
    /// `json`, as UTF-8; the server checks it.
    case json([UInt8])
    /// `timestamptz`, microseconds since 1970-01-01 UTC; `Int64.max` and `.min` are `infinity` and `-infinity`.
    case timestamptz(microseconds: Int64)
    /// `date`, days since 1970-01-01; `Int32.max` and `.min` are `infinity` and `-infinity`.
    case date(days: Int32)

    /// `int2[]`
    case int2s([Int16])
    /// `int4[]`
    case int4s([Int32])
    /// `int8[]`
    case int8s([Int64])
    /// `text[]`
    case texts([String])
    /// `bytea[]`
    case byteas([[UInt8]])
    /// `json[]`
    case jsons([[UInt8]])
    /// `timestamptz[]`, microseconds since 1970-01-01 UTC
    case timestamptzs([Int64])
    /// `date[]`, days since 1970-01-01
    case dates([Int32])
    /// `int8[]` whose nil elements are SQL NULL
    case optionalInt8s([Int64?])
    /// `text[]` whose nil elements are SQL NULL
    case optionalTexts([String?])
    /// `bytea[]` whose nil elements are SQL NULL
    case optionalByteas([[UInt8]?])
    /// `timestamptz[]` whose nil elements are SQL NULL, microseconds since 1970-01-01 UTC
    case optionalTimestamptzs([Int64?])
}

extension Parameter {
    var type: TypeID {
        switch self {
        case .bool: .bool
        case .int2: .int2
        case .int4: .int4
        case .int8: .int8
        case .text: .text
        case .bytea: .bytea
        case .json: .json
        case .timestamptz: .timestamptz
        case .date: .date
        case .int2s: .int2s
        case .int4s: .int4s
        case .int8s, .optionalInt8s: .int8s
        case .texts, .optionalTexts: .texts
        case .byteas, .optionalByteas: .byteas
        case .jsons: .jsons
        case .timestamptzs, .optionalTimestamptzs: .timestamptzs
        case .dates: .dates
        }
    }
}

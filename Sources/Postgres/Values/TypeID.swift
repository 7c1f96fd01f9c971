/// The server's number for a type, fixed for the built-in ones.
struct TypeID: RawRepresentable, Hashable {
    let rawValue: UInt32

    static let bool = TypeID(rawValue: 16)
    static let bytea = TypeID(rawValue: 17)
    static let name = TypeID(rawValue: 19)
    static let int8 = TypeID(rawValue: 20)
    static let int2 = TypeID(rawValue: 21)
    static let int4 = TypeID(rawValue: 23)
    static let text = TypeID(rawValue: 25)
    static let json = TypeID(rawValue: 114)
    static let jsons = TypeID(rawValue: 199)
    static let unknown = TypeID(rawValue: 705)
    static let byteas = TypeID(rawValue: 1001)
    static let int2s = TypeID(rawValue: 1005)
    static let int4s = TypeID(rawValue: 1007)
    static let texts = TypeID(rawValue: 1009)
    static let int8s = TypeID(rawValue: 1016)
    static let bpchar = TypeID(rawValue: 1042)
    static let varchar = TypeID(rawValue: 1043)
    static let date = TypeID(rawValue: 1082)
    static let dates = TypeID(rawValue: 1182)
    static let timestamptz = TypeID(rawValue: 1184)
    static let timestamptzs = TypeID(rawValue: 1185)
}

/// A libpq URI over the unix socket in a folder: the superuser's, or another role's.
struct ConnectionURL: CustomStringConvertible {
    let socketFolder: String
    var user = "parklog"
    var database = "postgres"

    /// The port is given although it is the usual one, or a `PGPORT` in the caller's environment would win.
    var description: String {
        "postgresql:///\(Self.escaped(database))?host=\(Self.escaped(socketFolder))&port=\(SocketFolder.port)"
            + "&user=\(Self.escaped(user))"
    }

    private static func escaped(_ text: String) -> String { text.utf8.map(escaped).joined() }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            return String(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
        }
    }
}

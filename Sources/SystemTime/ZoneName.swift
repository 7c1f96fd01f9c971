/// The names that time zones have in the IANA database.
enum ZoneName {
    /// The database's word for a clock that nobody has set yet.
    private static let unset = "Factory"

    /// Whether a text looks like a zone's name: 1 to 64 characters, up to three parts between slashes, each a capital letter
    /// and letters, digits, `_`, `-` and `+` behind it.
    ///
    /// What systems keep beside the zones has no such name: `posix/…` and `right/…`, which count leap seconds or do not,
    /// `localtime` and `posixrules`, which mean another zone on another machine. A name that is taken stands in a garage's
    /// settings for good, and goes into a path here.
    static func isProper(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return name.utf8.count <= 64 && parts.count <= 3 && name != unset
            && parts.allSatisfy { part in
                part.first.map { (65...90).contains($0) } == true && part.allSatisfy(isZoneNameByte)
            }
    }

    private static func isZoneNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
        default: false
        }
    }
}

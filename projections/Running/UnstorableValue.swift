import Postgres

/// What a read model should write of an event, and its column does not hold.
struct UnstorableValue: Error, CustomStringConvertible {
    let column: String
    let garage: String
    let version: Int64
    let value: Int

    /// What is the matter with it, as part of a sentence.
    var description: String {
        "the \(column) of \(garage) is \(value) at event \(version), and no row holds such a number"
    }
}

extension FixedWidthInteger {
    /// The number as a column of a read model holds it.
    static func storing(
        _ value: Int, in column: String, of garage: String, at version: Int64
    ) throws(UnstorableValue) -> Self {
        guard let number = Self(exactly: value) else {
            throw UnstorableValue(column: column, garage: garage, version: version, value: value)
        }
        return number
    }
}

/// A value of many parts that is copied often and changed seldom: a copy is one reference to it.
final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static func == (a: Shared, b: Shared) -> Bool { a === b || a.value == b.value }
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Shared: Snapshotted where Value: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Shared?) throws(SnapshotError) -> Self {
        Self(try Value.pass(&form, value?.value))
    }
}

import Chronology

/// A part of a garage's state that a snapshot holds.
///
/// One listing of its parts serves both ways, so that what is read cannot differ from what was written, and the type's own
/// initialiser says which are missing:
///
/// ```swift
/// try LaneID(gate: form(value!.gate), direction: form(value!.direction))
/// ```
protocol Snapshotted {
    /// Writes a value and hands it back, or reads one.
    ///
    /// - Parameter value: what to write; nil while a snapshot is read, when nothing that the form is given is looked at.
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self
}

/// What few things are called, such as gates and groups; in a snapshot each name stands once.
protocol SnapshotName: Snapshotted {
    var text: String { get }
    init?(_ text: String)
}

/// What hardly two things are called.
protocol SnapshotText: Snapshotted {
    var text: String { get }
    init?(_ text: String)
}

extension SnapshotName {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let name = Self(try form.name(value?.text)) else { throw .damaged }
        return name
    }
}

extension SnapshotText {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let text = Self(try form(value!.text)) else { throw .damaged }
        return text
    }
}

extension Snapshotted where Self: EventNamed {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(version: form(value!.version))
    }
}

extension Snapshotted where Self: RawRepresentable, RawValue == String {
    // By its name, so that another order of the cases is no other form.
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let known = Self(rawValue: try form.name(value?.rawValue)) else { throw .damaged }
        return known
    }
}

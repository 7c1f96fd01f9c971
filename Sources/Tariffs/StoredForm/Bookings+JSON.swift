import Chronology
package import JSON

extension JSONReader {
    /// Reads what a card says of the bookings that it sells.
    mutating func bookings() throws(JSONError) -> Forgiveness {
        try fields(Forgiveness.fieldNames) { (fields: inout JSONFields) throws(JSONError) in try fields.forgiveness() }
    }
}

extension JSONFields {
    /// Reads how much time is forgiven, among other fields.
    package mutating func forgiveness() throws(JSONError) -> Forgiveness {
        Forgiveness(
            before: try optional("forgivenBefore") ?? .zero, after: try optional("forgivenAfter") ?? .zero)
    }
}

extension JSONWriter {
    /// The field `bookings`; left out where nothing is forgiven.
    mutating func bookings(_ forgiveness: Forgiveness) {
        guard forgiveness != Forgiveness() else { return }
        name("bookings")
        object { $0.fields(of: forgiveness) }
    }

    /// How much time is forgiven, among other fields; what is none is left out.
    package mutating func fields(of forgiveness: Forgiveness) {
        if forgiveness.before != .zero { field("forgivenBefore", forgiveness.before.text) }
        if forgiveness.after != .zero { field("forgivenAfter", forgiveness.after.text) }
    }
}

extension Forgiveness {
    /// The names of its fields.
    package static let fieldNames = ["forgivenBefore", "forgivenAfter"]
}

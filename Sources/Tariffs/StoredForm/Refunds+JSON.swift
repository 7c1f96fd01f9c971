import Chronology
import JSON

extension JSONReader {
    /// Reads what is given back. It may still make no sense; ``Terms/validate()`` says so.
    mutating func refunds() throws(JSONError) -> RefundPolicy {
        try fields(["bookings", "permits"]) { (fields: inout JSONFields) throws(JSONError) in
            let steps = try fields.optional("bookings") { (reader: inout JSONReader) throws(JSONError) in
                try reader.list(most: 20) { (reader: inout JSONReader) throws(JSONError) in try reader.refundStep() }
            }
            let permits = try fields.optional("permits") { (reader: inout JSONReader) throws(JSONError) in
                try reader.choice(RefundPolicy.Permits.self)
            }
            return RefundPolicy(bookings: steps ?? [], permits: permits ?? .nothing)
        }
    }

    private mutating func refundStep() throws(JSONError) -> RefundPolicy.Step {
        try fields(["before", "percent"]) { (fields: inout JSONFields) throws(JSONError) in
            let before: TimeSpan? = try fields.optional("before")
            let percent = try fields.optional("percent") { (reader: inout JSONReader) throws(JSONError) in
                try reader.value("percents with at most two decimals such as 50.00", Percentage.init)
            }
            return RefundPolicy.Step(
                before: try JSON.required(before, "before"),
                basisPoints: try JSON.required(percent, "percent").basisPoints)
        }
    }
}

extension JSONWriter {
    /// The field `refunds`; left out where nothing is given back.
    mutating func refunds(_ policy: RefundPolicy) {
        guard policy != RefundPolicy() else { return }
        name("refunds")
        object { json in
            if !policy.bookings.isEmpty {
                json.name("bookings")
                json.array(policy.bookings) { json, step in
                    json.object {
                        $0.field("before", step.before.text)
                        $0.field("percent", Percentage(basisPoints: step.basisPoints))
                    }
                }
            }
            if policy.permits != .nothing { json.field("permits", policy.permits.rawValue) }
        }
    }
}

import JSON
import Tariffs

extension JSONReader {
    /// Reads when overstays suspend a plate.
    mutating func suspensionPolicy() throws(JSONError) -> SuspensionPolicy {
        try fields(["overstays", "within", "days"]) { (fields: inout JSONFields) throws(JSONError) in
            SuspensionPolicy(
                overstays: try fields.required("overstays"), within: try fields.required("within"),
                days: try fields.required("days"))
        }
    }
}

extension JSONWriter {
    /// When overstays suspend a plate; null where they suspend nobody.
    mutating func suspensionPolicy(_ policy: SuspensionPolicy?) {
        guard let policy else { return null() }
        object { json in
            json.field("overstays", number: policy.overstays)
            json.name("within")
            policy.within.write(&json)
            json.field("days", number: policy.days)
        }
    }
}

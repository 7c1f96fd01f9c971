import Chronology
package import JSON
package import Money

extension JSONReader {
    /// Reads what is owed behind a right: a fee with what follows it, a grace, or both.
    package mutating func overstay(in currency: Currency) throws(JSONError) -> OverstayPolicy {
        try fields(["fee", "then", "grace"]) { (fields: inout JSONFields) throws(JSONError) in
            let fee = try fields.optional("fee") { (reader: inout JSONReader) throws(JSONError) in
                try reader.namedAmount(currency)
            }
            let then = try fields.optional("then") { (reader: inout JSONReader) throws(JSONError) in
                try reader.choice(AfterFee.self)
            }
            let grace: TimeSpan? = try fields.optional("grace")
            if let grace, fee == nil, then == nil { return OverstayPolicy(.rates, grace: grace) }
            let amount = try JSON.required(fee, "fee")
            switch try JSON.required(then, "then") {
            case .rates: return .feeAndRates(amount, grace: grace ?? .zero)
            case .nothing: return .fee(amount, grace: grace ?? .zero)
            }
        }
    }
}

extension JSONWriter {
    /// The field `overstay`; left out where the rates apply without a grace.
    package mutating func overstay(_ policy: OverstayPolicy, in currency: Currency) {
        guard policy != .rates else { return }
        name("overstay")
        object { json in
            switch policy.owed {
            case .rates: break
            case .fee(let fee): json.fee(fee, then: .nothing, in: currency)
            case .feeAndRates(let fee): json.fee(fee, then: .rates, in: currency)
            }
            if policy.grace != .zero { json.field("grace", policy.grace.text) }
        }
    }

    private mutating func fee(_ fee: Money, then: AfterFee, in currency: Currency) {
        field("fee", fee.decimal(in: currency))
        field("then", then.rawValue)
    }
}

/// What is owed beside the fee for an overstay.
private enum AfterFee: String, CaseIterable {
    case rates, nothing
}

package import JSON
package import Money

extension JSONReader {
    package mutating func overstay(in currency: Currency) throws(JSONError) -> OverstayPolicy {
        var fee: Money?
        var then: AfterFee?
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "fee": fee = try reader.namedAmount(currency)
            case "then": then = try reader.choice(AfterFee.self)
            default: throw .unknownField
            }
        }
        let amount = try required(fee, "fee")
        switch try required(then, "then") {
        case .rates: return .feeAndRates(amount)
        case .nothing: return .fee(amount)
        }
    }
}

extension JSONWriter {
    /// The field `overstay`; left out where the rates apply.
    package mutating func overstay(_ policy: OverstayPolicy, in currency: Currency) {
        switch policy {
        case .rates: break
        case .fee(let fee): overstay(fee, then: .nothing, in: currency)
        case .feeAndRates(let fee): overstay(fee, then: .rates, in: currency)
        }
    }

    private mutating func overstay(_ fee: Money, then: AfterFee, in currency: Currency) {
        name("overstay")
        object {
            $0.field("fee", fee.decimal(in: currency))
            $0.field("then", then.rawValue)
        }
    }
}

/// What is owed beside the fee for an overstay.
private enum AfterFee: String, CaseIterable {
    case rates, nothing
}

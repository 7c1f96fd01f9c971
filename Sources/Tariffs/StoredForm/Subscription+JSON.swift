package import JSON
package import Money

extension JSONReader {
    package mutating func subscriptions(in currency: Currency) throws(JSONError) -> [Subscription] {
        try list { (reader: inout JSONReader) throws(JSONError) in try reader.subscription(in: currency) }
    }

    private mutating func subscription(in currency: Currency) throws(JSONError) -> Subscription {
        var id: SubscriptionID?
        var name: String?
        var amount: Money?
        var period: Subscription.Period?
        try object(["id", "name", "amount", "period"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "id": id = try reader.identifier(SubscriptionID.init)
            case "name": name = try reader.string()
            case "amount": amount = try reader.namedAmount(currency)
            case "period": period = try reader.choice(Subscription.Period.self)
            default: throw .unknownField
            }
        }
        return Subscription(
            id: try required(id, "id"), name: name, amount: try required(amount, "amount"),
            period: try required(period, "period"))
    }
}

extension JSONWriter {
    /// The field `subscriptions`; left out where there are none.
    package mutating func subscriptions(_ subscriptions: [Subscription], in currency: Currency) {
        guard !subscriptions.isEmpty else { return }
        name("subscriptions")
        array(subscriptions) { json, subscription in
            json.object {
                $0.field("id", subscription.id)
                $0.field("name", subscription.name)
                $0.field("amount", subscription.amount.decimal(in: currency))
                $0.field("period", subscription.period.rawValue)
            }
        }
    }
}

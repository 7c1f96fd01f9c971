import JSON
import Money
import Tariffs

// What is to be given back, in the events that end what was sold.

extension JSONFields {
    mutating func refundable() throws(JSONError) -> Money? {
        guard has("refundable") else { return nil }
        return try amount("refundable", in: required("currency"))
    }
}

extension JSONWriter {
    mutating func refundable(_ amount: Money?, in currency: Currency) {
        guard let amount else { return }
        field("currency", currency.code)
        field("refundable", amount.decimal(in: currency))
    }
}

extension Money? {
    func refundSentence(in currency: Currency) -> String {
        map { "; \($0.decimal(in: currency)) are to be given back" } ?? ""
    }
}

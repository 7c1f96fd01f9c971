import JSON
import Money
import Tariffs

// What of a price falls away, in the events that end what was sold.

extension JSONFields {
    mutating func credit() throws(JSONError) -> Money? {
        guard has("credit") else { return nil }
        return try amount("credit", in: required("currency"))
    }
}

extension JSONWriter {
    mutating func credit(_ amount: Money?, in currency: Currency) {
        guard let amount else { return }
        field("currency", currency.code)
        field("credit", amount.decimal(in: currency))
    }
}

extension Money? {
    func creditSentence(in currency: Currency) -> String {
        map { "; \($0.decimal(in: currency)) of its price fall away" } ?? ""
    }
}

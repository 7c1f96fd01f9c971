package import Chronology
public import JSON
package import Money
import Tariffs

// Money that is paid, as requests and the log have it.

extension PaymentSubject {
    /// The names under which something is paid for; one of them is given.
    static let fields = Kind.allCases.map(\.rawValue)
}

extension JSONFields {
    /// Reads what is paid for.
    mutating func subject() throws(JSONError) -> PaymentSubject {
        var subjects: [PaymentSubject] = []
        if let id: SessionID = try optional("session") { subjects.append(.session(id)) }
        if let id: ReservationID = try optional("reservation") { subjects.append(.reservation(id)) }
        if let id: PermitID = try optional("permit") { subjects.append(.permit(id)) }
        if let id: ExitID = try optional("exit") { subjects.append(.exit(id)) }
        guard let subject = subjects.first else { throw .missing("session") }
        guard subjects.count == 1 else {
            throw JSONError("goes without \(subject.kind.rawValue)", path: subjects[1].kind.rawValue)
        }
        return subject
    }

    /// Reads an amount that is paid: more than nothing.
    mutating func payment(_ name: String, in currency: Currency) throws(JSONError) -> Money? {
        try optional(name) { (reader: inout JSONReader) throws(JSONError) in
            let amount = try reader.namedAmount(currency)
            guard amount > .zero else { throw JSONError("must be more than nothing") }
            return amount
        }
    }

    /// Reads by what money is paid.
    mutating func means() throws(JSONError) -> PaymentMeans {
        let method: PaymentMethod = try required("method")
        let card = try optional("card") { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["token", "lastFour"]) { (fields: inout JSONFields) throws(JSONError) in
                PaymentCard(token: try fields.required("token"), lastFour: try fields.required("lastFour"))
            }
        }
        guard card == nil || method == .card || method == .app else {
            throw JSONError("goes with method card or app only", path: "card")
        }
        return PaymentMeans(method, card: card, till: try optional("till"))
    }

    /// Reads the tax in what was paid.
    mutating func paidTax(in currency: Currency) throws(JSONError) -> PaidTax? {
        try optional("tax") { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["name", "basisPoints", "amount"]) { (fields: inout JSONFields) throws(JSONError) in
                PaidTax(
                    name: try fields.required("name"), basisPoints: try fields.required("basisPoints"),
                    amount: try fields.amount("amount", in: currency))
            }
        }
    }

    /// Reads an amount that may be left out.
    mutating func total(_ name: String, in currency: Currency) throws(JSONError) -> Money? {
        try optional(name) { (reader: inout JSONReader) throws(JSONError) in try reader.total(currency) }
    }
}

extension JSONWriter {
    /// What is paid for.
    mutating func subject(_ subject: PaymentSubject) { field(subject.kind.rawValue, number: subject.version) }

    /// What was paid of something, and what is due.
    package mutating func bill(_ bill: Bill, in currency: Currency, zone: ZoneRules) {
        field("total", bill.total.decimal(in: currency))
        field("paid", bill.received.decimal(in: currency))
        field("waived", bill.waived.decimal(in: currency))
        field("due", bill.due.decimal(in: currency))
        if bill.difference != .zero { field("difference", bill.difference.decimal(in: currency)) }
        field("leaveBy", bill.leaveBy?.description(in: zone))
    }

    /// By what money is paid.
    mutating func means(_ means: PaymentMeans) {
        field("method", means.method.rawValue)
        if let card = means.card {
            name("card")
            object {
                $0.field("token", card.token)
                $0.field("lastFour", card.lastFour)
            }
        }
        field("till", means.till)
    }

    /// The tax in what was paid.
    mutating func paidTax(_ tax: PaidTax?, in currency: Currency) {
        guard let tax else { return }
        name("tax")
        object {
            $0.field("name", tax.name)
            $0.field("basisPoints", number: tax.basisPoints)
            $0.field("amount", tax.amount.decimal(in: currency))
        }
    }
}

extension PaymentMethod: JSONReadable {}
extension TillID: JSONReadable {}
extension UnpaidExit: JSONReadable, JSONWritable {}

extension CardToken: JSONReadable {
    /// Reads a token; one that could be a card's number does not return in the error.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> CardToken {
        guard let token = CardToken(try reader.string()) else {
            throw JSONError(
                "must be what the payment system calls the card, 1 to 128 printable ASCII characters, never its number")
        }
        return token
    }
}

extension LastFour: JSONReadable {
    /// Reads four digits; more of a number do not return in the error.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> LastFour {
        guard let digits = LastFour(try reader.string()) else { throw JSONError("must be the last four digits") }
        return digits
    }
}

public import Chronology
import JSON
public import Money
public import Parking

/// A receipt, as a driver is handed it.
public struct ReceiptView: Hashable, Sendable {
    /// Its number.
    public let number: ReceiptNumber
    /// Whether money was given back.
    public let isRefund: Bool
    /// What was paid for.
    public let subject: PaymentSubject
    /// When.
    public let at: Instant
    /// The event that tells of it.
    public let version: Int64
    /// How it was paid: method, till, the card's last four digits.
    public let method: PaymentMethod
    /// Where.
    public let till: TillID?
    /// The last four digits of the card.
    public let lastFour: LastFour?
    /// How much, tax included.
    public let amount: Money
    /// What was handed over.
    public let tendered: Money?
    /// The tax in the amount.
    public let tax: PaidTax?
    /// Why it was given back.
    public let reason: ReasonCode?

    /// What was given back of what was handed over.
    public var change: Money? { tendered.map { $0.less(amount) } }
    /// What it is without the tax.
    public var net: Money { amount.less(tax?.amount ?? .zero) }
}

extension ReceiptView {
    /// The receipt as a JSON object.
    public func json(in settings: GarageSettings) -> [UInt8] {
        JSONWriter.object { json in
            json.field("name", settings.name)
            json.receipt(self, in: settings)
        }
    }

    /// The receipt as it is printed: a line each, with the amounts below one another.
    public func text(in settings: GarageSettings) -> String {
        let currency = settings.currency
        var lines = [
            settings.name, "receipt \(number)\(isRefund ? ", refund" : "")",
            at.description(in: settings.zone), "\(subject.kind.rawValue) \(subject.version)", "",
        ]
        func add(_ what: String, _ amount: Money) {
            let text = "\(amount.decimal(in: currency)) \(currency)"
            lines.append(what + String(repeating: " ", count: max(1, 36 - what.count - text.count)) + text)
        }
        add("net", net)
        if let tax { add("\(tax.name) \(tax.percent) %", tax.amount) }
        add(isRefund ? "given back" : "total", amount)
        if let tendered { add("handed over", tendered) }
        if let change { add("change", change) }
        lines.append("")
        lines.append(method.rawValue + (lastFour.map { " ending \($0)" } ?? "") + (till.map { ", \($0)" } ?? ""))
        return lines.joined(separator: "\n")
    }
}

extension PaidTax {
    /// The rate in percent, such as `19` or `7.7`.
    public var percent: String {
        let (whole, rest) = basisPoints.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return "\(whole)." + (rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
    }
}

extension JSONWriter {
    mutating func receipt(_ view: ReceiptView, in settings: GarageSettings) {
        let currency = settings.currency
        field("receipt", number: view.number.number)
        field("kind", view.isRefund ? "refund" : "payment")
        field(view.subject.kind.rawValue, number: view.subject.version)
        field("at", view.at.description(in: settings.zone))
        field("version", number: view.version)
        field("currency", currency.code)
        field("gross", view.amount.decimal(in: currency))
        field("net", view.net.decimal(in: currency))
        if let tax = view.tax {
            name("tax")
            object {
                $0.field("name", tax.name)
                $0.field("percent", tax.percent)
                $0.field("amount", tax.amount.decimal(in: currency))
            }
        }
        field("method", view.method.rawValue)
        field("lastFour", view.lastFour)
        field("till", view.till)
        field("tendered", view.tendered.map { $0.decimal(in: currency) })
        field("change", view.change.map { $0.decimal(in: currency) })
        field("reason", view.reason)
    }
}

extension [ReceiptView] {
    func table(in settings: GarageSettings) -> Table {
        let currency = settings.currency
        var table = Table(
            "receipt", "kind", "for", "at", "method", "till", "net", "tax", "gross", "tendered", "change", "reason")
        for view in self {
            table.add(
                .number(view.number.number), .text(view.isRefund ? "refund" : "payment"),
                .text("\(view.subject.kind.rawValue) \(view.subject.version)"),
                .text(view.at.description(in: settings.zone)), .text(view.method.rawValue), .text(view.till?.text),
                .amount(view.net.decimal(in: currency)), .amount(view.tax.map { $0.amount.decimal(in: currency) }),
                .amount(view.amount.decimal(in: currency)), .amount(view.tendered.map { $0.decimal(in: currency) }),
                .amount(view.change.map { $0.decimal(in: currency) }), .text(view.reason?.text))
        }
        return table
    }
}

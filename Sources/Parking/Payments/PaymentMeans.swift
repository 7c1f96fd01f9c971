/// By what money is paid or given back.
public enum PaymentMethod: String, Hashable, Sendable, CaseIterable {
    case cash
    case card
    /// By an app, which settles with the garage.
    case app
    /// On an invoice, or by a transfer.
    case invoice
}

/// What is kept of a payment card: what its issuer's system calls it, and the last four digits, which stand on the receipt.
public struct PaymentCard: Hashable, Sendable {
    /// What the payment system calls the card; never its number.
    public let token: CardToken
    /// The last four digits.
    public let lastFour: LastFour

    /// A card by its token.
    public init(token: CardToken, lastFour: LastFour) {
        self.token = token
        self.lastFour = lastFour
    }
}

/// What a payment system calls a card.
public struct CardToken: Hashable, Sendable, CustomStringConvertible {
    /// The text itself.
    public let text: String

    /// The token: 1 to 128 printable ASCII characters; nil for anything else, and for what could be a card's number (12 to 19
    /// digits, however they are grouped), which nobody may keep.
    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else { return nil }
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
        let digits = text.utf8.count(where: isDigit)
        let isNumber = text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        guard !isNumber || digits < 12 else { return nil }
        self.text = text
    }

    /// What it prints as.
    public var description: String { text }
}

/// The last four digits of a card's number.
public struct LastFour: Hashable, Sendable, CustomStringConvertible {
    /// The text itself.
    public let text: String

    /// Four digits; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.text = text
    }

    /// What it prints as.
    public var description: String { text }
}

/// Where money is taken and counted: a kiosk, a desk, an app.
public struct TillID: Slug {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// A receipt's number: 1, 2, 3 … in each garage, without gaps, for what is paid and what is given back.
public struct ReceiptNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The number itself.
    public let number: Int64

    /// A number from 1 on.
    public init(_ number: Int64) { self.number = number }

    /// Whether the first comes before the second.
    public static func < (a: ReceiptNumber, b: ReceiptNumber) -> Bool { a.number < b.number }
    /// What it prints as.
    public var description: String { String(number) }
}

/// By what something is paid, and where.
public struct PaymentMeans: Hashable, Sendable {
    /// The method.
    public let method: PaymentMethod
    /// The card; nil where there is none.
    public let card: PaymentCard?
    /// Where; nil where nobody says.
    public let till: TillID?

    static let fields = ["method", "card", "till"]

    /// A method, and where it was used.
    public init(_ method: PaymentMethod, card: PaymentCard? = nil, till: TillID? = nil) {
        self.method = method
        self.card = card
        self.till = till
    }
}

/// Whether a garage waits for a stay's payment (design rule 5).
public enum UnpaidExit: String, Hashable, Sendable, CaseIterable {
    /// It is not asked for here: others look after money.
    case ignored
    /// The car leaves, and what it owes is listed.
    case listed
    /// The barrier waits until all is paid; an operator may open it.
    case held
}

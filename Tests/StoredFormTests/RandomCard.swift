import Chronology
import TestSupport
import Parking
import Money
import JSON
import Tariffs

extension RandomEvent {
    /// Terms with any of their fields, which may make no sense.
    mutating func terms() -> Terms {
        Terms(
            crossing: one(of: Crossing.allCases), caps: (0..<number(0...2)).map { _ in cap() },
            tax: maybe {
                Tax(
                    name: "n" + $0.word("aÄ京\"\\", 30),
                    basisPoints: $0.one(of: [0, 5, 1_900, 10_000, $0.number(-99...10_999)]),
                    isIncluded: $0.random.chance(50))
            },
            overstay: OverstayPolicy(
                one(of: [.rates, .fee(money()), .feeAndRates(money())]), grace: maybe { $0.span() } ?? .zero),
            bookings: forgiveness(), agreements: (0..<number(0...3)).map { _ in agreement() },
            subscriptions: (0..<number(0...3)).map { _ in subscription() },
            refunds: RefundPolicy(
                bookings: (0..<number(0...2)).map { _ in
                    .init(before: span(), basisPoints: one(of: [0, 5, 5_000, 10_000]))
                }, permits: one(of: RefundPolicy.Permits.allCases)))
    }

    /// A document with a card that makes sense.
    mutating func document() -> RateCardDocument {
        while true {
            let card = RateCard(rates: (0..<number(0...5)).map { _ in validRate() }, terms: terms())
            guard (try? card.validate()) != nil else { continue }
            return RateCardDocument(
                card: cardID(), name: "n" + word("aÄ京\"\\", 30), currency: one(of: [.euro, .yen]),
                timeZone: one(of: ["Europe/Berlin", "Pacific/Auckland", "UTC"]), rateCard: card)
        }
    }

    private mutating func cardID() -> CardID { CardID("c" + word("az09-_.", 63))! }

    private mutating func agreement() -> Agreement {
        Agreement(
            id: AgreementID("a" + word("az09-_.", 63))!,
            effect: one(of: [.card(cardID()), .minutesOff(span())]))
    }

    private mutating func subscription() -> Subscription {
        Subscription(
            id: SubscriptionID("s" + word("az09-_.", 63))!, name: maybe { "n" + $0.word("aÄ京\"\\", 30) },
            amount: money(), period: one(of: Subscription.Period.allCases))
    }
}

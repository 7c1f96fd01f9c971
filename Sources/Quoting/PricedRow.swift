public import Chronology
import Money
import Parking
import Tariffs

/// One row of a file of stays with what it comes to.
public struct PricedRow: Sendable {
    /// The stay, or what stands in its place in the file.
    public let entry: String, exit: String
    /// How long it lasts; nil where that cannot be told.
    public let length: TimeSpan?
    /// What it costs, as a decimal text; nil where it cannot be priced.
    public let total: String?
    /// How long its budget lasts, where it has one.
    public let lasts: TimeSpan?
    /// Whether it lasts longer than anybody looked.
    public let lastsLonger: Bool
    /// Why it has no price, in a sentence; nil where it has one.
    public let problem: String?
}

extension RateTester {
    /// Prices one row of a file, or says in its place why it cannot.
    public func price(_ row: QuotedStaysFile.Row) -> PricedRow {
        let quoted: QuotedStay
        switch row.stay {
        case .failure(let error):
            return PricedRow(
                entry: row.entry, exit: row.exit, length: nil, total: nil, lasts: nil, lastsLonger: false,
                problem: error.description)
        case .success(let stay): quoted = stay
        }
        let stay = stay(quoted)
        let (entry, exit) = (
            stay.entry.description(in: zone), row.exit.isEmpty ? "" : stay.exit.description(in: zone)
        )
        func priced(
            _ total: String? = nil, lasts: Affordable? = nil, problem: String? = nil
        ) -> PricedRow {
            PricedRow(
                entry: entry, exit: exit, length: row.exit.isEmpty ? nil : stay.exit - stay.entry, total: total,
                lasts: lasts?.unbroken, lastsLonger: lasts.map { $0.then == nil } ?? false, problem: problem)
        }
        if let settings, !settings.knows(stay.card) {
            return priced(problem: "The garage knows no vehicle of the type \(stay.card).")
        }
        guard stay.exit - stay.entry <= QuotedStay.longest else {
            return priced(problem: "A quote is for a stay of at most 366 days; this one is longer.")
        }
        var total: String?
        if !row.exit.isEmpty {
            switch outcome(of: stay) {
            case .charged(let charge): total = charge.total.decimal(in: currency)
            case .notPriced(let error): return priced(problem: error.sentence)
            }
        }
        guard let text = row.budget else { return priced(total) }
        guard let budget = try? Money(named: text, currency), budget >= .zero else {
            return priced(
                total,
                problem:
                    "The budget must be an amount in \(currency) of at most \(Money.mostWholeDigits) digits before the point."
            )
        }
        do {
            return priced(total, lasts: try tariff.affordable(budget, for: stay, upTo: QuotedCurve.longestBudget))
        } catch { return priced(total, problem: error.sentence) }
    }
}

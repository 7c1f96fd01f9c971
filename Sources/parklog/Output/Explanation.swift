import Chronology
import Money
import Projections
import Tariffs

/// A charge as a driver reads it: each line with what it is for, what else was looked at, and which rates were not
/// applied and why.
struct Explanation {
    private let charge: Charge
    private let stored: StoredCharge
    private let book: RateBook
    private let zone: ZoneRules

    /// - Parameter book: names the rates, and says when their events published them.
    init(_ stored: StoredCharge, _ book: RateBook, in zone: ZoneRules) {
        self.stored = stored
        charge = stored.charge
        self.book = book
        self.zone = zone
    }

    /// The lines, one a row.
    var lines: Table {
        var table = Table("from", "until", "quantity", "unit", "each", "amount", "for", "rate", "event")
        for line in charge.lines {
            let isFree = line.unit == .free
            table.add(
                .text(line.from.readable(in: zone)), .text(line.until.readable(in: zone)),
                .number(isFree ? nil : line.quantity), .text(isFree ? nil : unit(line)),
                .amount(isFree ? nil : decimal(line.unitPrice)), .amount(decimal(line.amount)), .text(what(line)),
                .text(line.rate?.text), .number(isPublished ? line.version : nil))
        }
        return table
    }

    /// Everything, for a person.
    var text: String {
        var parts = [lines.printed(.text)]
        parts.append("total  \(decimal(charge.total)) \(stored.currency.code)\(tax)")
        if !charge.candidates.isEmpty {
            parts.append("looked at\n" + charge.candidates.map { "  " + sentence($0) }.joined(separator: "\n"))
        }
        if !charge.leftOut.isEmpty {
            parts.append("not applied\n" + charge.leftOut.map { "  " + sentence($0) }.joined(separator: "\n"))
        }
        if let agreement = charge.unknownAgreement {
            parts.append(
                "the agreement \(agreement) or the card that it names was not known when the stay began, so it changes nothing"
            )
        }
        let data = stored.zoneData.isEmpty ? "" : ", time zone data \(stored.zoneData)"
        parts.append("by the card \(charge.card), tariff engine \(stored.engine)\(data)")
        return parts.joined(separator: "\n\n")
    }

    /// Whether events have published the rates; those of a card's file have no event.
    private var isPublished: Bool { book.publications.contains { $0.knownAt > .earliest } }

    private func decimal(_ amount: Money) -> String { amount.decimal(in: stored.currency) }

    private var tax: String {
        guard let charged = charge.tax else { return "" }
        let tax = charged.tax
        return tax.isIncluded
            ? ", of which \(tax.name) \(tax.percents) %: \(decimal(charged.amount))" : ", with \(tax.name)"
    }

    private func unit(_ line: ChargeLine) -> String {
        if case .cap = line.reason { return line.quantity == 1 ? "time" : "times" }
        if case .share(let span) = line.unit { return "s of \(span.text)" }
        return line.unit.text
    }

    private func what(_ line: ChargeLine) -> String {
        let name = name(line.rate, line.version)
        switch line.reason {
        case .block:
            guard case .hour(let cell) = line.unit else { return name }
            return "\(name), \(cell)"
        case .cap(let cap):
            return "no more than \(decimal(cap.amount)) \(cap.period.words)"
                + (line.rate == nil ? ", all together" : ": \(name)")
        case .grace: return "short enough to be free: \(name)"
        case .free: return "free time: \(name)"
        case .agreement(let agreement): return "taken off by the agreement \(agreement)"
        case .tolerance: return "within the tolerance: \(name)"
        case .covered: return "paid for by a right"
        case .forgiven: return "forgiven beside the booked hours"
        case .overstay: return "fee for staying on"
        case .overstayGrace: return "free: the right has only just ended"
        case .gap: return "free: no rate is in force"
        case .lostTicket:
            return line.unit == .free ? "lost ticket: the driver names the entry" : "lost ticket"
        case .tax(let tax): return "\(tax.name) \(tax.percents) %"
        }
    }

    private func sentence(_ candidate: PricedCandidate) -> String {
        let way =
            switch candidate.way {
            case .layered: "by the rates in force"
            case .validated: "validated"
            case .earlyBird(let rate, let version): "as a whole: \(name(rate, version))"
            }
        return "\(way)  \(decimal(candidate.total))\(candidate.isChosen ? "  charged" : "")"
    }

    private func sentence(_ left: LeftOut) -> String {
        let place = isPublished ? "\(left.rate), event \(left.version)" : left.rate.text
        let event = "\(name(left.rate, left.version)) (\(place))"
        let publication = book.publications.first { $0.version == left.version }
        let published = publication.map { ", \($0.knownAt.readable(in: zone))" } ?? ""
        switch left.reason {
        case .publishedLater: return "\(event): published after the stay began\(published)"
        case .withdrawn: return "\(event): withdrawn before the stay began\(published)"
        case .otherAudience: return "\(event): for others"
        case .conditionNotMet: return "\(event): the stay does not meet its conditions"
        case .outsideWindows: return "\(event): not in force during the stay"
        case .outranked: return "\(event): a more exclusive rate was in force"
        case .dearer: return "\(event): another one cost no more"
        case .nothingToPay: return "\(event): nothing of the stay is to be paid by rates"
        case .graced: return "\(event): the stay is free anyway"
        }
    }

    private func name(_ rate: RateID?, _ version: Int64?) -> String {
        guard let rate else { return "" }
        for publication in book.publications.reversed() where publication.card == charge.card {
            guard case .rate(let published) = publication.content, published.id == rate else { continue }
            if version == nil || publication.version <= version! { return published.name }
        }
        return rate.text
    }
}

extension CapPeriod {
    /// The window of a cap, as it stands behind an amount.
    fileprivate var words: String {
        switch self {
        case .calendarDay: "a day"
        case .elapsed(let span): "in \(span.text)"
        case .clock(let from, let until): "from \(from) to \(until)"
        }
    }
}

extension Instant {
    /// The time on the garage's wall, to the second, and without seconds where there are none.
    fileprivate func readable(in zone: ZoneRules) -> String { description(in: zone).readable }
}

extension String {
    /// A time to the second with a blank in it, and without seconds where there are none.
    fileprivate var readable: String {
        guard let cut = firstIndex(of: "T") else { return self }
        let day = self[..<cut]
        let rest = self[index(after: cut)...]
        guard let offset = rest.firstIndex(where: { "+-Z".contains($0) }) else { return self }
        let time = rest[..<offset].prefix(8)
        return "\(day) \(time.hasSuffix(":00") ? time.prefix(5) : time) \(rest[offset...])"
    }
}

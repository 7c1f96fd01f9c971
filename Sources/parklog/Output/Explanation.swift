import Chronology
import Tariffs

/// A charge as a driver reads it: each line with what it is for, what else was looked at, and which rates were not
/// applied and why.
struct Explanation {
    private let charge: ChargeDocument
    private let book: RateBook
    private let zone: ZoneRules

    /// - Parameter book: names the rates, and says when their events published them.
    init(_ json: [UInt8], _ book: RateBook, in zone: ZoneRules) throws {
        charge = try ChargeDocument(json)
        self.book = book
        self.zone = zone
    }

    /// The lines, one a row.
    var lines: Table {
        var table = Table("from", "until", "quantity", "unit", "each", "amount", "for", "rate", "event")
        for line in charge.lines ?? [] {
            let isFree = line.unit == "free"
            table.add(
                .text(line.from.readable), .text(line.until.readable), .number(isFree ? nil : line.quantity),
                .text(isFree ? nil : unit(line)), .amount(isFree ? nil : line.unitPrice), .amount(line.amount),
                .text(what(line)), .text(line.rate), .number(isPublished ? line.publishedBy : nil))
        }
        return table
    }

    /// Everything, for a person.
    var text: String {
        var parts = [lines.printed(.text)]
        parts.append("total  \(charge.total ?? "") \(charge.currency ?? "")\(tax)")
        if let candidates = charge.candidates, !candidates.isEmpty {
            parts.append("looked at\n" + candidates.map { "  " + sentence($0) }.joined(separator: "\n"))
        }
        if let leftOut = charge.leftOut, !leftOut.isEmpty {
            parts.append("not applied\n" + leftOut.map { "  " + sentence($0) }.joined(separator: "\n"))
        }
        if let agreement = charge.unknownAgreement {
            parts.append(
                "the agreement \(agreement) or the card that it names was not known when the stay began, so it changes nothing"
            )
        }
        let data = charge.zoneData.map { $0.isEmpty ? "" : ", time zone data \($0)" } ?? ""
        parts.append("by the card \(charge.card ?? ""), tariff engine \(charge.engine ?? 0)\(data)")
        return parts.joined(separator: "\n\n")
    }

    /// Whether events have published the rates; those of a card's file have no event.
    private var isPublished: Bool { book.publications.contains { $0.recordedAt > .earliest } }

    private var tax: String {
        guard let tax = charge.tax else { return "" }
        return tax.included ? ", of which \(tax.name) \(tax.rate) %: \(tax.amount)" : ", with \(tax.name)"
    }

    private func unit(_ line: ChargeDocument.Line) -> String {
        if line.why == "cap" { return line.quantity == 1 ? "time" : "times" }
        return line.unit.hasSuffix(", by the second") ? "s of \(line.unit.dropLast(15))" : line.unit
    }

    private func what(_ line: ChargeDocument.Line) -> String {
        let name = name(line.rate, line.publishedBy)
        switch line.why {
        case "block": return line.cell.map { "\(name), \($0)" } ?? name
        case "cap":
            guard let cap = line.cap else { return name }
            let period =
                cap.per.map { $0 == "day" ? "a day" : "in \($0)" } ?? "from \(cap.from ?? "") to \(cap.until ?? "")"
            return "no more than \(cap.amount) \(period)\(line.rate == nil ? ", all together" : ": \(name)")"
        case "grace": return "short enough to be free: \(name)"
        case "free": return "free time: \(name)"
        case "agreement": return "taken off by the agreement \(line.agreement ?? "")"
        case "tolerance": return "within the tolerance: \(name)"
        case "covered": return "paid for by a right"
        case "overstay": return "fee for staying on"
        case "gap": return "free: no rate is in force"
        case "tax": return charge.tax.map { "\($0.name) \($0.rate) %" } ?? "tax"
        default: return line.why
        }
    }

    private func sentence(_ candidate: ChargeDocument.Candidate) -> String {
        let way =
            switch candidate.way {
            case "layered": "by the rates in force"
            case "validated": "validated"
            default: "as a whole: \(name(candidate.rate, candidate.publishedBy))"
            }
        return "\(way)  \(candidate.total)\(candidate.chosen ? "  charged" : "")"
    }

    private func sentence(_ left: ChargeDocument.LeftOut) -> String {
        let place = isPublished ? "\(left.rate), event \(left.publishedBy)" : left.rate
        let event = "\(name(left.rate, left.publishedBy)) (\(place))"
        let published = publication(left.publishedBy).map { $0.recordedAt.description(in: zone).readable }
        switch left.reason {
        case "published-later": return "\(event): published after the stay began\(published.map { ", \($0)" } ?? "")"
        case "withdrawn": return "\(event): withdrawn before the stay began\(published.map { ", \($0)" } ?? "")"
        case "other-audience": return "\(event): for others"
        case "condition-not-met": return "\(event): the stay does not meet its conditions"
        case "outside-windows": return "\(event): not in force during the stay"
        case "outranked": return "\(event): a more exclusive rate was in force"
        case "dearer": return "\(event): another one cost no more"
        case "nothing-to-pay": return "\(event): nothing of the stay is to be paid by rates"
        case "graced": return "\(event): the stay is free anyway"
        default: return "\(event): \(left.reason)"
        }
    }

    private func name(_ rate: String?, _ version: Int64?) -> String {
        guard let rate else { return "" }
        let card = charge.card ?? CardID.standard.text
        for publication in book.publications.reversed() where publication.card.text == card {
            guard case .rate(let published) = publication.content, published.id.text == rate else { continue }
            if version == nil || publication.version <= version! { return published.name }
        }
        return rate
    }

    private func publication(_ version: Int64) -> Publication? {
        book.publications.first { $0.version == version }
    }
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

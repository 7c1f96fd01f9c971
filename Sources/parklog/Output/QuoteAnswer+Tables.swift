import Chronology
import Money
import Parking
import Projections
import Quoting
import Tariffs

extension QuoteAnswer {
    /// All of the answer, a table for each thing that was asked.
    func tables(withCurve: Bool) -> [Table] {
        var tables: [Table] = []
        if !charges.isEmpty { tables.append(stays) }
        tables += [bookedHours, rangeOfHours, sold].compactMap(\.self)
        if withCurve, let points = curve?.points {
            var table = Table("length", "total")
            for point in points {
                table.add(.text(point.length.text), .amount(point.total.decimal(in: currency)))
            }
            tables.append(table)
        }
        if let affordable {
            var table = Table("unbroken", "then", "longest")
            table.add(
                .text(affordable.unbroken.text), .amount(affordable.then?.decimal(in: currency)),
                .text(affordable.longest.text))
            tables.append(table)
        }
        return tables
    }

    /// The stays with what they cost.
    var stays: Table {
        var table = Table("entry", "exit", "length", "total", "currency", "problem")
        for (stay, outcome) in charges {
            let (entry, exit) = (stay.entry.description(in: zone), stay.exit.description(in: zone))
            let length = stay.exit - stay.entry
            switch outcome {
            case .charged(let charge):
                table.add(
                    .text(entry), .text(exit), .text(length.text), .amount(charge.total.decimal(in: currency)),
                    .text(currency.code), .text(nil))
            case .notPriced(let error):
                table.add(
                    .text(entry), .text(exit), .text(length.text), .amount(nil), .text(nil), .text(error.sentence))
            }
        }
        return table
    }

    private var bookedHours: Table? {
        guard case .booked(let stay, let charge) = hours else { return nil }
        var table = Table("from", "until", "total")
        table.add(
            .text(stay.entry.description(in: zone)), .text(stay.exit.description(in: zone)),
            .amount(charge.total.decimal(in: currency)))
        return table
    }

    /// What hours cost at the least and at the most, where the time is still open.
    var rangeOfHours: Table? {
        guard case .range(let range) = hours else { return nil }
        var table = Table("least", "most", "currency")
        table.add(
            .amount(range.lowerBound.decimal(in: currency)), .amount(range.upperBound.decimal(in: currency)),
            .text(currency.code))
        return table
    }

    /// One period of the subscription that was named, or of all that are sold.
    var sold: Table? {
        let periods: [SubscriptionPeriod]
        switch subscription {
        case .period(let period): periods = [period]
        case .range(_, let all): periods = all
        case nil: return nil
        }
        var table = Table("subscription", "name", "period", "first_day", "last_day", "total", "tax", "currency")
        for period in periods {
            table.add(
                .text(period.subscription.id.text), .text(period.subscription.name),
                .text(period.subscription.period.rawValue), .text(period.firstDay.description),
                .text(period.lastDay.description), .amount(period.total.decimal(in: currency)),
                .amount(period.tax?.amount.decimal(in: currency)), .text(currency.code))
        }
        return table
    }
}

extension Table {
    /// What stays of a file come to, a row each.
    static func pricedRows(withBudgets: Bool) -> Table {
        Table(["entry", "exit", "length", "total", "currency", "problem"] + (withBudgets ? ["lasts"] : []))
    }

    mutating func add(_ row: PricedRow, in currency: Currency, withBudget: Bool) {
        let code = row.total == nil ? nil : currency.code
        add(
            [
                .text(row.entry), .text(row.exit), .text(row.length?.text), .amount(row.total), .text(code),
                .text(row.problem),
            ] + (withBudget ? [.text(row.lasts.map { row.lastsLonger ? "longer than \($0.text)" : $0.text })] : []))
    }
}

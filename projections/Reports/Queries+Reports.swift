public import Chronology
import JSON
import Money
import Parking
import Postgres

/// The local days that a report is about, the last one included.
public struct ReportedDays: Hashable, Sendable {
    /// The first one.
    public let first: LocalDay
    /// The last one.
    public let last: LocalDay

    /// The most days that one report tells of.
    public static let most = 366

    /// The days from one to another, by default of both today, or that of the other; today is given.
    ///
    /// - Throws: where they end before they begin, or are too many.
    public init(from first: LocalDay?, to last: LocalDay?, today: LocalDay) throws(QueryError) {
        self.last = last ?? max(first ?? today, today)
        self.first = first ?? self.last
        guard self.first <= self.last else { throw .daysBackwards(from: self.first, to: self.last) }
        guard self.first.advanced(by: ReportedDays.most) > self.last else { throw .tooManyDays }
    }
}

extension Query {
    /// Figures by the name that the trade knows them by.
    public static let report = Query(
        "reports/:report", [.dayRange, .asOf, .minVersion], waitingFor: readModels.map { $0.name }, isFile: true
    ) { (question, queries) throws(QueryError) in
        guard let report = question.report else { throw .unknownReport }
        let asOf = question.asOf
        guard asOf == nil || report.isOfFacts else { throw .reportOfNow(report) }
        let settings = try await queries.settings(question.garage)
        let (zone, currency) = (settings.zone, settings.currency)
        let days = try ReportedDays(
            from: question.day, to: question.lastDay, today: zone.day(of: asOf?.moment ?? queries.now))
        let table = try await queries.table(of: report, on: days, in: question.garage, settings, asOf: asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("report", report.name)
                json.field("from", days.first)
                json.field("to", days.last)
                json.field("asOf", asOf?.moment.description(in: zone))
                json.field("currency", currency.code)
                json.name("rows")
                table.write(&json)
            }, tables: { [table] })
    }
}

extension Queries {
    /// The rows of a report.
    func table(
        of report: Report, on days: ReportedDays, in garage: GarageID, _ settings: GarageSettings, asOf: AsOf? = nil
    ) async throws(QueryError) -> Table {
        let (zone, currency) = (settings.zone, settings.currency)
        let limits = try await limits(of: garage, asOf: asOf)
        let past: [Parameter] = [
            .int8(limits.version), .timestamptz(microseconds: limits.at.microseconds),
            .timestamptz(microseconds: (asOf?.moment ?? .latest).microseconds),
        ]
        return try await rows { session in
            var table = Table(report.columns.map(\.name))
            let rows = try session.query(
                report.statement,
                [
                    .text(garage.text), .timestamptz(microseconds: zone.start(of: days.first).microseconds),
                    .timestamptz(microseconds: zone.end(of: days.last).microseconds),
                    .date(days: days.first.daysSinceEpoch), .date(days: days.last.daysSinceEpoch),
                ] + (report.isOfFacts ? past : []))
            for row in rows {
                table.add(
                    report.columns.enumerated().map { index, column in
                        switch column.kind {
                        case .text: .text(row.optionalText(index))
                        case .count: .number(row.optionalInt8(index))
                        case .measure: .amount(row.optionalText(index))
                        case .amount: .amount(row.optionalText(index)?.withDigits(of: currency))
                        }
                    })
            }
            return table
        }
    }
}

extension String {
    /// A sum as it is written in a currency: that of nothing has no digits behind the point yet.
    fileprivate func withDigits(of currency: Currency) -> String {
        guard currency.digits > 0, !utf8.contains(UInt8(ascii: ".")) else { return self }
        return self + "." + String(repeating: "0", count: currency.digits)
    }
}

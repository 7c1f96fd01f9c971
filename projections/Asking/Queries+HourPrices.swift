public import Chronology
import JSON
public import Money
public import Parking
public import Tariffs

/// What the hours of a day cost that are booked by the week's grid, as it is known at one moment.
public struct DayPrices: Sendable {
    /// The day.
    public var day: LocalDay
    /// The card that was asked for.
    public var card: CardID
    /// Its hours.
    public var hours: [HourPrice]
    /// The least and the most that an hour costs of the seven days from the day on; nil where none is sold.
    public var range: ClosedRange<Money>?
    /// The garage's settings.
    public var settings: GarageSettings
}

extension Query {
    /// The price list of a day.
    static let hourPrices = Query(
        "hour-prices", [.day, .rates, .asOf],
        terminal: Terminal("hour-prices", "What the hours of a day cost by the week's grid.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let prices = try await queries.hourPrices(
            of: question.garage, on: question.day, question.rates, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment.description(in: prices.settings.zone))
                json.dayPrices(prices)
            }, tables: { prices.tables })
    }
}

extension Queries {
    /// What the hours of a day cost, for everybody or for a member of a group; today where no day is named.
    ///
    /// The prices are told, too, while the garage books no hours: the grid is not lost.
    public func hourPrices(
        of garage: GarageID, on day: LocalDay? = nil, _ search: RateSearch = RateSearch(), asOf: AsOf? = nil
    ) async throws(QueryError) -> DayPrices {
        let garage = try await self.garage(garage, asOf: asOf)
        guard let settings = garage.settings else { throw .unknownGarage }
        let card = search.card ?? .standard
        guard settings.knows(card) else { throw .unknownVehicle(card, among: settings.vehicleTypes) }
        let (day, book) = (day ?? settings.zone.day(of: asOf?.moment ?? now), garage.book)
        let groups = Set([search.group].compactMap(\.self))
        do throws(BookingError) {
            return try await workOut { () throws(BookingError) in
                let tariff: Tariff
                do throws(TariffError) { tariff = try Tariff(book, in: settings.zone) } catch { throw .tariff(error) }
                return DayPrices(
                    day: day, card: card, hours: try tariff.hourPrices(on: day, card: card, groups: groups),
                    range: try tariff.hourPriceRange(from: day, card: card, groups: groups), settings: settings)
            }
        } catch { throw .notBookable(error) }
    }
}

extension JSONWriter {
    fileprivate mutating func dayPrices(_ prices: DayPrices) {
        let (currency, zone) = (prices.settings.currency, prices.settings.zone)
        field("day", prices.day)
        field("card", prices.card)
        field("currency", currency.code)
        field("timeZone", zone.name)
        name("hourBookings")
        bool(prices.settings.hourBookings)
        if let range = prices.range {
            name("range")
            object {
                $0.field("least", range.lowerBound.decimal(in: currency))
                $0.field("most", range.upperBound.decimal(in: currency))
            }
        }
        name("hours")
        array(prices.hours) { json, hour in
            json.object {
                $0.field("from", hour.from.description(in: zone))
                $0.field("until", hour.until.description(in: zone))
                $0.field("price", hour.price?.decimal(in: currency))
                $0.field("name", hour.name)
                $0.field("colour", hour.colour)
            }
        }
    }
}

extension DayPrices {
    /// The hours, and behind them the range.
    fileprivate var tables: [Table] {
        let (currency, zone) = (settings.currency, settings.zone)
        var list = Table("from", "until", "price", "name", "colour")
        for hour in hours {
            list.add(
                .text(hour.from.description(in: zone)), .text(hour.until.description(in: zone)),
                .amount(hour.price?.decimal(in: currency)), .text(hour.name), .text(hour.colour))
        }
        var span = Table("least", "most", "currency", "hours_are_booked")
        span.add(
            .amount(range?.lowerBound.decimal(in: currency)), .amount(range?.upperBound.decimal(in: currency)),
            .text(currency.code), .text(settings.hourBookings ? "yes" : "no"))
        return [list, span]
    }
}

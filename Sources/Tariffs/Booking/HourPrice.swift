public import Chronology
public import Money

/// An hour on the clock of a local day, with what it costs to book.
public struct HourPrice: Sendable, Hashable {
    /// When it begins.
    public let from: Instant
    /// When it ends; not included.
    public let until: Instant
    /// What it costs if it is booked alone, with the tax where that comes on top; nil where no grid sells it to this driver.
    public let price: Money?
    /// The name of its cell; nil where it is blank.
    public let name: String?
    /// How a screen shows it; nil for no colour.
    public let colour: String?
}

extension Tariff {
    /// The hours of a local day with their prices; an hour that the clocks repeat stands twice, one that they skip does not.
    ///
    /// Throws ``BookingError``.
    public func hourPrices(
        on day: LocalDay, card: CardID = .standard, groups: Set<GroupID> = []
    ) throws(BookingError) -> [HourPrice] {
        var prices: [HourPrice] = []
        for hour in try hours(of: day) {
            prices.append(
                try hourPrice(of: Stay(entry: hour.lowerBound, exit: hour.upperBound, card: card, groups: groups)))
        }
        return prices
    }

    /// The least and the most that an hour costs of the seven days from one on, which are all hours of the grid but one that
    /// the clocks skip; nil where no grid sells any of them to this driver.
    public func hourPriceRange(
        from day: LocalDay, card: CardID = .standard, groups: Set<GroupID> = []
    ) throws(BookingError) -> ClosedRange<Money>? {
        var range: ClosedRange<Money>?
        for later in 0..<7 {
            for hour in try hourPrices(on: day.advanced(by: later), card: card, groups: groups) {
                guard let price = hour.price else { continue }
                range = min(range?.lowerBound ?? price, price)...max(range?.upperBound ?? price, price)
            }
        }
        return range
    }

    private func hourPrice(of hour: Stay) throws(BookingError) -> HourPrice {
        let charge: Charge
        do { charge = try price(hours: hour) } catch {
            guard error == .noGrid else { throw error }
            return HourPrice(from: hour.entry, until: hour.exit, price: nil, name: nil, colour: nil)
        }
        let cell = charge.lines.compactMap { self.cell(of: $0, on: hour.card) }.first
        return HourPrice(
            from: hour.entry, until: hour.exit, price: charge.total, name: cell?.name, colour: cell?.colour)
    }

    /// The cell by which a line is charged; nil for one that no cell asks for.
    private func cell(of line: ChargeLine, on card: CardID) -> GridCell? {
        guard case .hour = line.unit, let rate = self.card(card).rates.first(where: { $0.id == line.rate }),
            case .hours(let grid) = rate.price
        else { return nil }
        return grid.cell(at: zone.local(line.from))
    }
}

public import Chronology

/// The rates of one book, ready to price stays in one time zone.
///
/// A charge is a pure function of book, zone, stay and ``engineVersion``. The way of a stay: coverage, layering,
/// blocks, pricing, caps, lines (tariffs.md, The algebra).
public struct Tariff: Sendable {
    /// The engine's version, raised whenever some charge could differ from what the version before it computed.
    public static let engineVersion = 1

    /// The longest stay that is priced, ten years; it bounds the work of a charge.
    public static let longestStay = TimeSpan.days(3_653)

    let rates: [PreparedRate]
    let zone: ZoneRules
    private let publishedLater: [LeftOut]

    /// The tariff of a book that holds what a stay knows.
    ///
    /// Of rates with one id only the last counts. Throws ``TariffError/invalidRate(_:_:)``.
    public init(_ known: RateBook, in zone: ZoneRules) throws(TariffError) {
        try self.init(known, publishedLater: [], in: zone)
    }

    /// The tariff that a stay knows which started at an instant, with an event of this version, taken from the whole
    /// book.
    ///
    /// Rates published later are named in ``Charge/leftOut`` and have no other effect, not even when they are invalid.
    public init(
        _ book: RateBook, knownAt start: Instant, before version: Int64, in zone: ZoneRules
    ) throws(TariffError) {
        let later = book.published.filter { !$0.isKnown(at: start, before: version) }
        try self.init(
            book.known(at: start, before: version),
            publishedLater: later.map { LeftOut(rate: $0.rate.id, version: $0.version, reason: .publishedLater) },
            in: zone)
    }

    private init(_ known: RateBook, publishedLater: [LeftOut], in zone: ZoneRules) throws(TariffError) {
        var rates: [PreparedRate] = []
        for published in known.latest { rates.append(try PreparedRate(published, in: zone)) }
        self.rates = rates
        self.zone = zone
        self.publishedLater = publishedLater
    }

    /// Prices a stay.
    ///
    /// - Covered time is cut out of the stay; what is left falls into stretches in which the same most exclusive rates
    ///   are in force. Where that is one rate, it applies.
    /// - Where it is several, the one applies that would add least for the stretch, after its caps and with all that it
    ///   has charged so far (a day already paid adds nothing); of equals the one published first.
    /// - A block is what is left of one occurrence of one rate's window without another rate in between.
    /// - A stay without length costs nothing. One that is shorter than the grace of the rate in force at its entry,
    ///   covered or not, is free; of several such rates the longest grace counts.
    ///
    /// Throws ``TariffError`` for a stay that runs backwards, is longer than
    /// ``longestStay`` or leaves the calendar, and where an amount does not fit into 64 bits.
    public func price(_ stay: Stay) throws(TariffError) -> Charge {
        try stay.check()
        var layering = Layering(of: rates, for: stay, in: zone)
        let grace = layering.grace(for: stay)
        let stretches = layering.stretches(of: stay)
        var bill = Bill(stay, layering.rates)
        if let grace {
            bill.forgive(by: grace)
        } else {
            for stretch in stretches { try bill.add(stretch, in: zone) }
            try bill.finish()
        }
        return Charge(
            lines: bill.lines, total: try bill.total(), leftOut: leftOut(bill, stretches, stay) + publishedLater)
    }
}

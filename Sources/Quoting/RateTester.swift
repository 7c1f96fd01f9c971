public import Chronology
public import Money
public import Parking
public import Projections
public import Tariffs

/// A book that is tried out: it prices what nobody has parked or booked yet, and changes nothing.
public struct RateTester: Sendable {
    /// The rates.
    public let book: RateBook
    /// The rates as they are applied.
    public private(set) var tariff: Tariff
    /// The currency of their amounts.
    public let currency: Currency
    /// The zone of their times.
    public let zone: ZoneRules
    /// The garage whose rates they are; nil for cards that nobody has published.
    let settings: GarageSettings?

    /// How much may be looked at for one answer, which may hold many prices: on the machines of README about a second's work.
    public var work = RateTester.usualWork

    /// What a request may ask for.
    public static let usualWork = WorkBudget(250_000_000)
    /// Anybody may ask, and ask much at once, so less may be looked at for one price than at a garage's gate.
    private static let mostWork = 1_000_000
    /// The most lines of all charges of one answer.
    private static let mostLines = 100_000

    /// The rates of a garage as its log has told them.
    public init(_ garage: Garage) throws(QuoteError) {
        guard let settings = garage.settings else { preconditionFailure("a garage that is read has settings") }
        book = garage.book
        do { tariff = try Tariff(book, in: settings.zone) } catch { throw .tariff(error) }
        tariff.mostWork = RateTester.mostWork
        currency = settings.currency
        zone = settings.zone
        self.settings = settings
    }

    /// Cards that nobody has published, each under its own name; at least one. Where none is the standard card, the
    /// first one is that too.
    ///
    /// - Parameter now: publishing would look at the cards from this moment on; without one, from the year 1 on.
    public init(
        _ documents: [RateCardDocument], zones: ZoneLookup, now: Instant = .earliest
    ) throws(QuoteError) {
        var cards: [CardID: RateCard] = [:]
        for document in documents {
            guard document.currency == documents[0].currency, document.timeZone == documents[0].timeZone else {
                throw .unlikeCards(document.card)
            }
            do { try document.rateCard.validate() } catch { throw .card(document.card, error) }
            guard cards.updateValue(document.rateCard, forKey: document.card) == nil else {
                throw .cardTwice(document.card)
            }
        }
        let first = documents[0]
        if cards[.standard] == nil { cards[.standard] = first.rateCard }
        guard let zone = zones(first.timeZone) else { throw .unknownZone(first.card, first.timeZone) }
        let undecided = cards.undecided(in: zone, from: zone.day(of: now))
        if let (card, findings) = undecided.min(by: { $0.key.text < $1.key.text }) {
            throw .undecided(card, findings)
        }
        book = RateBook(cards)
        do { tariff = try Tariff(book, in: zone) } catch { throw .tariff(error) }
        tariff.mostWork = RateTester.mostWork
        currency = first.currency
        self.zone = zone
        settings = nil
    }

    /// Answers all that is asked of these rates.
    ///
    /// It takes a while, and notices between two prices that its task is cancelled.
    public func answer(_ request: QuoteRequest) throws(QuoteError) -> QuoteAnswer {
        if let settings {
            guard request.hours == nil || settings.hourBookings else { throw .hourBookingsOff }
            try request.checkVehicles(in: settings)
        }
        var answer = QuoteAnswer(currency: currency, zone: zone)
        var (lines, left) = (0, work)
        for (index, quoted) in request.stays.enumerated() {
            let stay = stay(quoted)
            guard stay.exit - stay.entry <= QuotedStay.longest else { throw .stayTooLong(index) }
            let outcome = outcome(of: stay, within: &left)
            try left.mustLast(for: "stays[\(index)]")
            if case .charged(let charge) = outcome { lines += charge.lines.count }
            guard lines <= RateTester.mostLines else { throw .tooMuch(index) }
            answer.charges.append((stay, outcome))
        }
        if let hours = request.hours { answer.hours = try price(hours) }
        if let subscription = request.subscription { answer.subscription = try price(subscription) }
        if let curve = request.curve { try draw(curve, in: &answer, within: &left) }
        return answer
    }

    /// The stay, in a garage as long as it may last there without a right (design rule 17).
    func stay(_ quoted: QuotedStay) -> Stay {
        var stay = quoted.stay(in: zone)
        if !stay.covered.contains(where: { $0.contains(stay.entry) }) {
            stay.limit = settings?.stayLimit(of: stay.entry)
        }
        return stay
    }

    /// What a stay costs, or why it cannot be priced.
    public func outcome(of stay: Stay) -> ChargeOutcome {
        var unlimited = WorkBudget.unlimited
        return outcome(of: stay, within: &unlimited)
    }

    private func outcome(of stay: Stay, within left: inout WorkBudget) -> ChargeOutcome {
        do { return .charged(try tariff.price(stay, within: &left)) } catch { return .notPriced(error) }
    }

    private func price(_ quoted: QuotedHours) throws(QuoteError) -> QuoteAnswer.Hours {
        do {
            switch (quoted.start, quoted.hours) {
            case (.day(let day), let hours):
                return .range(
                    try tariff.priceRange(ofHours: hours ?? 0, on: day, card: quoted.card, groups: quoted.groups))
            case (.time(let time), let hours?):
                let booking = HoursBooking(
                    start: time.local(in: zone), hours: hours, card: quoted.card, groups: quoted.groups)
                return .booked(try tariff.hours(of: booking), try tariff.price(booking))
            case (.time(let time), nil):
                let stay = try tariff.hours(
                    untilDayEndFrom: time.instant(in: zone), card: quoted.card, groups: quoted.groups)
                return .booked(stay, try tariff.price(hours: stay))
            }
        } catch { throw .booking(error) }
    }

    private func price(_ quoted: QuotedSubscription) throws(QuoteError) -> QuoteAnswer.SubscriptionPrice {
        if let id = quoted.id {
            do {
                return .period(
                    try tariff.period(of: id, on: quoted.card, from: quoted.from, renewal: quoted.renewals))
            } catch { throw .booking(error) }
        }
        var sold: [SubscriptionPeriod] = []
        for subscription in tariff.subscriptions(on: quoted.card) {
            do {
                sold.append(try tariff.period(of: subscription.id, on: quoted.card, from: quoted.from))
            } catch { throw .booking(error) }
        }
        let amounts = sold.map(\.total)
        guard let least = amounts.min(), let most = amounts.max() else { throw .booking(.nothingSold) }
        return .range(least...most, sold)
    }

    private func draw(
        _ curve: QuotedCurve, in answer: inout QuoteAnswer, within left: inout WorkBudget
    ) throws(QuoteError) {
        let longest = curve.budget == nil ? QuotedStay.longest : QuotedCurve.longestBudget
        guard curve.every > .zero, curve.every <= curve.upTo, curve.upTo <= longest,
            curve.upTo.microseconds / curve.every.microseconds <= QuotedCurve.mostPoints
        else { throw .curve }
        let stay = stay(curve.stay)
        var points: [PriceCurve.Point] = []
        for length in PriceCurve.lengths(upTo: curve.upTo, every: curve.every) {
            let point = Result { () throws(TariffError) in
                try tariff.point(of: stay, lasting: length, within: &left)
            }
            try left.mustLast(for: "curve")
            do { points.append(try point.get()) } catch { throw .tariff(error) }
        }
        answer.curve = PriceCurve(points: points)
        guard let text = curve.budget else { return }
        guard let budget = try? Money(named: text, currency), budget >= .zero else { throw .budget(currency) }
        var search = AffordableSearch(budget, for: stay, upTo: curve.upTo)
        while search.found == nil {
            let looked = Result { () throws(TariffError) in try search.lookFurther(by: tariff, within: &left) }
            try left.mustLast(for: "curve.budget")
            do { try looked.get() } catch { throw .tariff(error) }
        }
        answer.affordable = search.found
    }
}

extension WorkBudget {
    /// Refuses what takes more, and what nobody waits for.
    fileprivate func mustLast(for field: String) throws(QuoteError) {
        if isSpent { throw .tooMuchWork(field) }
        if Task.isCancelled { throw .givenUp }
    }
}

extension QuoteRequest {
    /// Whether the garage knows every vehicle that is asked about.
    fileprivate func checkVehicles(in settings: GarageSettings) throws(QuoteError) {
        var asked = stays.enumerated().map { ("stays[\($0)].vehicle", $1.card) }
        if let hours { asked.append(("hours.vehicle", hours.card)) }
        if let subscription { asked.append(("subscription.vehicle", subscription.card)) }
        if let curve { asked.append(("curve.stay.vehicle", curve.stay.card)) }
        for (field, vehicle) in asked where !settings.knows(vehicle) {
            throw .vehicle(field, vehicle, among: settings.vehicleTypes)
        }
    }
}

extension Queries {
    /// A tester of the rates that somebody asks about. Throws ``QuoteError`` and ``QueryError``.
    public func tester(_ book: QuoteRequest.Book) async throws -> RateTester {
        switch book {
        case .cards(let documents):
            return try await workOut { () throws(QuoteError) in
                try RateTester(documents, zones: history.codec.zones, now: now)
            }
        case .garage(let id, let asOf):
            let asOf = asOf.map { AsOf($0) }
            try check(asOf)
            let garage = try await self.garage(id, asOf: asOf)
            return try await workOut { () throws(QuoteError) in try RateTester(garage) }
        }
    }
}

public import Chronology
public import Money
public import Parking
public import Projections
public import Tariffs

/// What a garage's sessions of a period would have cost under another card, beside what they did cost.
///
/// Every session that ended within the period and could be priced takes part, with its vehicle's type, groups,
/// validations, agreement and covered time as the log has them. Nothing is written anywhere.
public struct Backtest: Sendable {
    /// The sessions, in the order in which they ended.
    public let sessions: [TriedSession]
    /// How many sessions of the period could not be priced by their own book or by the candidate, or were paid for as lost tickets.
    public let notPriced: Int
    /// The currency of all amounts.
    public let currency: Currency
    /// The garage's zone.
    public let zone: ZoneRules

    /// One session with what it cost and what it would have cost.
    public struct TriedSession: Sendable, Hashable {
        /// The session.
        public let session: SessionID
        /// When the car came in.
        public let entry: Instant
        /// When it left.
        public let exit: Instant
        /// What it cost by the rates known at the entry.
        public let was: Money
        /// What it would have cost.
        public let wouldBe: Money
    }

    /// Sums over some sessions.
    public struct Tally: Sendable, Hashable {
        /// How many they are.
        public var sessions = 0
        /// How many would have paid less.
        public var cheaper = 0
        /// How many would have paid the same.
        public var same = 0
        /// How many would have paid more.
        public var dearer = 0
        /// What they paid, in minor units.
        public var was: Int64 = 0
        /// What they would have paid, in minor units.
        public var wouldBe: Int64 = 0
    }

    /// The lengths of stays by which sessions are told apart, each up to the next one's.
    public static let lengths: [TimeSpan] = [
        .zero, .minutes(30), .hours(1), .hours(2), .hours(4), .hours(8), .hours(24), .days(7),
    ]

    /// All sessions together.
    public func total() throws(MoneyError) -> Tally { try tally(sessions) }

    /// By length of stay, in the order of ``lengths``.
    public func byLength() throws(MoneyError) -> [Tally] {
        var parts = [[TriedSession]](repeating: [], count: Backtest.lengths.count)
        for session in sessions {
            let length = session.exit - session.entry
            parts[Backtest.lengths.lastIndex { $0 <= length } ?? 0].append(session)
        }
        var tallies: [Tally] = []
        for part in parts { tallies.append(try tally(part)) }
        return tallies
    }

    /// By the local hour of the entry, 0 to 23.
    public func byHour() throws(MoneyError) -> [Tally] {
        var parts = [[TriedSession]](repeating: [], count: 24)
        for session in sessions {
            let hour = zone.local(session.entry).microsecondOfDay / TimeSpan.hours(1).microseconds
            parts[Int(hour)].append(session)
        }
        var tallies: [Tally] = []
        for part in parts { tallies.append(try tally(part)) }
        return tallies
    }

    private func tally(_ sessions: [TriedSession]) throws(MoneyError) -> Tally {
        var tally = Tally()
        for session in sessions {
            tally.sessions += 1
            if session.wouldBe < session.was { tally.cheaper += 1 }
            if session.wouldBe == session.was { tally.same += 1 }
            if session.wouldBe > session.was { tally.dearer += 1 }
            tally.was = try Money(minorUnits: tally.was).adding(session.was).minorUnits
            tally.wouldBe = try Money(minorUnits: tally.wouldBe).adding(session.wouldBe).minorUnits
        }
        return tally
    }
}

extension Queries {
    /// Prices every session of a garage that ended within a period by a candidate's card, beside its own charge.
    ///
    /// The candidate takes the place of the card of each session's vehicle type in the book that the session knows;
    /// what agreements name stays. Throws ``QuoteError`` where its currency or time zone is not the garage's or it makes
    /// no sense.
    public func backtest(
        _ candidate: RateCardDocument, of garage: GarageID, in period: Range<Instant>
    ) async throws -> Backtest {
        let settings = try await settings(garage)
        guard candidate.currency == settings.currency, candidate.timeZone == settings.zone.name else {
            throw QuoteError.unlikeCards(candidate.card)
        }
        do { try candidate.rateCard.validate() } catch { throw QuoteError.card(candidate.card, error) }
        var sessions: [Backtest.TriedSession] = []
        var notPriced: Set<SessionID> = []
        _ = try await history.garage(garage, asOf: nil) { change, _, garage in
            // What was thought of a stay's end counts no more.
            if case .stayMended(let session, _) = change {
                sessions.removeAll { $0.session == session.id }
                notPriced.remove(session.id)
            }
            guard case .stayEnded(let session, .left(let end)) = change, period.contains(end.at) else { return }
            // A lost ticket is paid for by the garage's rule, under any card.
            guard end.lostTicket == nil || end.lostTicket == LostTicket() else {
                notPriced.insert(session.id)
                return
            }
            let stay = session.stay(until: garage.pricedEnd(of: session, until: end.at), in: settings.zone)
            let was = garage.charge(of: session, by: end)
            let known = garage.book.known(at: session.enteredAt, before: session.id.version)
            let replaced = known.cards.contains(stay.card) ? stay.card : .standard
            let book = known.replacing(replaced, with: candidate.rateCard)
            guard case .charged(let charge) = was,
                let wouldBe = try? Tariff(book, in: settings.zone).price(stay)
            else {
                notPriced.insert(session.id)
                return
            }
            sessions.append(
                Backtest.TriedSession(
                    session: session.id, entry: stay.entry, exit: end.at, was: charge.total, wouldBe: wouldBe.total))
        }
        return Backtest(
            sessions: sessions, notPriced: notPriced.count, currency: settings.currency, zone: settings.zone)
    }
}

public import Chronology
import Tariffs

extension Garage {
    /// What a session costs if its car leaves then, by the rates that were known when it came in.
    ///
    /// What was paid while the car was inside pays for a departure within the garage's `exitGrace` (golden case 52).
    ///
    /// - Parameter settlement: what was settled last; nil for what the garage knows of it.
    /// - Precondition: the garage is configured, as it is when it has a session.
    public func charge(of session: Session, until end: Instant, _ settlement: Settlement? = nil) -> ChargeOutcome {
        let exit = pricedEnd(of: session, until: end, settlement)
        guard let settings else { preconditionFailure("a garage with sessions has settings") }
        do {
            let tariff = try rates.tariff(
                knownAt: session.enteredAt, before: session.id.version, in: settings.zone)
            return .charged(try tariff.price(session.stay(until: exit, in: settings.zone)))
        } catch {
            return .notPriced(error)
        }
    }

    /// Until when a session is priced whose car leaves then: within the time to leave, until it was paid for.
    public func pricedEnd(of session: Session, until end: Instant, _ settlement: Settlement? = nil) -> Instant {
        guard let settlement = settlement ?? accounts[.session(session.id)].settlement,
            let leaveBy = settlement.leaveBy, end <= leaveBy
        else { return end }
        // It may turn out to have come in behind that.
        return max(min(end, settlement.at), min(end, session.enteredAt))
    }

    /// What a session costs that ended with an exit: where the driver had lost the ticket, by the garage's rule for that.
    ///
    /// - Parameter settlement: what was settled last; nil for what the garage knows of it.
    public func charge(of session: Session, by exit: CarExit, _ settlement: Settlement? = nil) -> ChargeOutcome {
        guard let lost = exit.lostTicket, lost != LostTicket() else {
            return charge(of: session, until: exit.at, settlement)
        }
        return charge(of: session, by: exit, lost, until: pricedEnd(of: session, until: exit.at, settlement))
    }

    /// What a driver pays who had lost the ticket and whose entry nobody saw; nil for any other exit without an entry.
    public func charge(ofUnmatched exit: CarExit) -> ChargeOutcome? {
        exit.lostTicket.map { charge(of: nil, by: exit, $0, until: exit.at) }
    }

    private func charge(
        of session: Session?, by exit: CarExit, _ lost: LostTicket, until end: Instant
    ) -> ChargeOutcome {
        guard let settings else { preconditionFailure("a garage with exits has settings") }
        let entry = min(lost.claimedEntry ?? session?.enteredAt ?? end, end)
        let stay = Stay(
            entry: entry, exit: end,
            card: session?.vehicle ?? .standard, validations: session?.validations ?? [],
            agreement: session?.agreement, limit: settings.stayLimit(of: entry))
        do {
            // Rates that were published before the log heard of the entry, which for a claimed one is the exit.
            let heard = lost.claimedEntry == nil ? session?.id.version : nil
            let tariff = try rates.tariff(
                knownAt: stay.entry, before: heard ?? exit.id.version, in: settings.zone)
            if let price = lost.price { return .charged(try tariff.price(stay, lostTicket: price)) }
            return .charged(try tariff.price(claimed: stay))
        } catch {
            return .notPriced(error)
        }
    }
}

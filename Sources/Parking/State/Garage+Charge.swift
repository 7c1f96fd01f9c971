public import Chronology
import Tariffs

extension Garage {
    /// What a session costs if its car leaves then, by the rates that were known when it came in.
    ///
    /// - Precondition: the garage is configured, as it is when it has a session.
    public func charge(of session: Session, until exit: Instant) -> ChargeOutcome {
        guard let settings else { preconditionFailure("a garage with sessions has settings") }
        do {
            let (start, version) = (session.enteredAt, session.id.version)
            let count = book.publications.count { $0.isKnown(at: start, before: version) }
            let known = try tariffs.tariff(knowing: count) { () throws(TariffError) in
                try Tariff(book, knownAt: start, before: version, in: settings.zone)
            }
            return .charged(try known.price(session.stay(until: exit, in: settings.zone)))
        } catch {
            return .notPriced(error)
        }
    }
}

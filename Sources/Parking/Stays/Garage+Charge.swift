public import Chronology
import Tariffs

extension Garage {
    /// What a session costs if its car leaves then, by the rates that were known when it came in.
    ///
    /// - Precondition: the garage is configured, as it is when it has a session.
    public func charge(of session: Session, until exit: Instant) -> ChargeOutcome {
        guard let settings else { preconditionFailure("a garage with sessions has settings") }
        do {
            let tariff = try rates.tariff(
                knownAt: session.enteredAt, before: session.id.version, in: settings.zone)
            return .charged(try tariff.price(session.stay(until: exit, in: settings.zone)))
        } catch {
            return .notPriced(error)
        }
    }
}

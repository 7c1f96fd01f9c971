import Chronology
import Tariffs

extension Garage {
    /// The card that prices a stay in the place of its vehicle's own, where none was published for that type by then; nil where
    /// one was, and where nobody said what vehicle it is.
    func standIn(for vehicle: CardID?, at entry: Instant) -> CardID? {
        guard let vehicle, vehicle != .standard else { return nil }
        let known = book.known(at: entry, before: version + 1)
        return known.cards.contains(vehicle) ? nil : .standard
    }
}

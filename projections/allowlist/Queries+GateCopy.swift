public import Chronology
public import Parking

extension Queries {
    /// What a gate may go by on a day while it cannot ask: rights and rates as the garage has them now, with the generation of
    /// the day's list. Throws ``QueryError`` and ``Parking/Refusal``.
    ///
    /// - Parameter tail: how long behind its day it lasts.
    public func gateCopy(
        of garage: GarageID, on day: LocalDay, tail: TimeSpan = GateCopy.usualTail
    ) async throws -> GateCopy {
        var plates: [PlateID: Plate] = [:]
        for _ in 0..<Queries.mostLooks {
            let state = try await self.garage(garage)
            // The vault is asked for those that another look did not meet.
            let days = GateCopy.days(from: day, tail, in: state.settings?.zone ?? .utc)
            let named = state.rights(to: days).map(\.plate) + state.suspensions(on: day).map(\.plate)
            let unknown = Set(named).subtracting(plates.keys)
            if !unknown.isEmpty {
                plates.merge(try await self.plates(Array(unknown), of: garage)) { $1 }
            }
            try await wait(for: state.version, of: garage, in: Allowlist.name)
            let generation = try await generation(ofAllowlistOf: garage, on: day)
            // The list has changed since: that generation is of rights that this garage has not.
            guard generation <= state.version else { continue }
            return try GateCopy(
                of: state, named: garage, on: day, generation: generation, plates: plates, at: now, tail: tail)
        }
        throw QueryError.notReached(version: try await self.garage(garage).version)
    }

    /// More changes of one list, each within the time of a look, are no garage's.
    private static let mostLooks = 20
}

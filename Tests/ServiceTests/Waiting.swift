import TestSupport
import Parking
@testable import Hosting

extension GarageHosts {
    /// Waits until so many commands wait for a garage.
    nonisolated func waits(for count: Int, in garage: GarageID) async throws {
        try await until { await self.waiting(in: garage) >= count }
    }
}

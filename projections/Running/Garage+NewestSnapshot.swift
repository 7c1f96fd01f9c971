package import EventLog
package import Logging
package import Parking

extension Garage {
    /// A garage as its newest snapshot has it that can be read, and where in the log that stands; nil where there is none.
    ///
    /// One that cannot be read is passed over, and who goes on from the log replaces it in time.
    ///
    /// - Parameters:
    ///   - logger: is told of those that are passed over; nil for nobody.
    ///   - find: the newest of this program's form that fits the log and is no newer than some version.
    package static func newestSnapshot(
        of id: String, upTo version: Int64 = .max, _ codec: EventCodec, _ logger: Logger?,
        _ find: @Sendable (Int64) async throws -> StoredSnapshot?
    ) async throws -> (garage: Garage, head: StreamHead, size: Int)? {
        var limit = version
        while let stored = try await find(limit) {
            do throws(SnapshotError) {
                let garage = try Garage(snapshot: stored.state, zones: codec.zones)
                if garage.version == stored.head.version { return (garage, stored.head, stored.state.count) }
                logger?.passesOver(stored, of: id, "it is of version \(garage.version)")
            } catch {
                logger?.passesOver(stored, of: id, "\(error)")
            }
            limit = stored.head.version - 1
        }
        return nil
    }
}

extension Logger {
    fileprivate func passesOver(_ snapshot: StoredSnapshot, of garage: String, _ reason: String) {
        warning(
            "a snapshot cannot be read and is passed over",
            metadata: ["garage": "\(garage)", "version": "\(snapshot.head.version)", "reason": "\(reason)"])
    }
}

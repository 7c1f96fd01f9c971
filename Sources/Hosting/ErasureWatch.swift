public import EventLog
public import Logging
import Parking
public import ServiceLifecycle

/// Has this process forget the plates that another one erased, a second later at most.
///
/// Nothing wrong comes of a plate that is remembered for longer: what is decided on it is appended behind the event that erased it, so
/// that the head does not fit, the event is taken in and all is decided again. This is so that its characters leave memory as well
/// where nobody asks for its garage. It looks by itself and waits for no notification, as one may be lost.
public struct ErasureWatch: Service {
    private let hosts: GarageHosts
    private let log: PostgresEventLog
    private let logger: Logger

    private static let poll = Duration.seconds(1)

    /// A watch over some hosts.
    public init(_ hosts: GarageHosts, log: PostgresEventLog, logger: Logger) {
        (self.hosts, self.log, self.logger) = (hosts, log, logger)
    }

    /// Looks again and again until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            var (seen, told): ([GarageID: Int64], [GarageID: Int64]) = ([:], [:])
            while !Task.isCancelled {
                do { try await look(&seen, &told) } catch {
                    logger.debug("erased plates are not known", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: ErasureWatch.poll)
            }
        }
    }

    /// - Parameters:
    ///   - seen: the last event of each garage that erased something and was taken in.
    ///   - told: the last one of which the log says that it could not be taken in; once, though it is tried again and again.
    private func look(_ seen: inout [GarageID: Int64], _ told: inout [GarageID: Int64]) async throws {
        let garages = hosts.residentGarages
        let known = Set(garages)
        seen = seen.filter { known.contains($0.key) }
        told = told.filter { known.contains($0.key) }
        guard !garages.isEmpty else { return }
        for (name, version) in try await log.lastErasures(in: garages.map(\.text)) {
            guard let garage = GarageID(name), seen[garage, default: 0] < version else { continue }
            // One that cannot be read keeps nobody else's plates in memory.
            do {
                try await hosts.refresh(garage)
                seen[garage] = version
            } catch {
                guard told.updateValue(version, forKey: garage) != version else { continue }
                logger.warning(
                    "plates that were erased may still be in memory",
                    metadata: ["garage": "\(garage)", "error": "\(error)"])
            }
        }
    }
}

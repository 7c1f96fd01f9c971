public import EventLog
public import Logging
public import Parking
public import ParkingJSON
public import ServiceLifecycle

/// The garages that this process serves, each with a host of its own, which is made when the first command comes.
///
/// A service: ``run()`` owns the task of every host. A graceful shutdown takes no more commands and carries out those that wait.
public actor GarageHosts: Service {
    /// Where events are kept.
    public nonisolated let log: any EventLog
    /// How they are written.
    public nonisolated let codec: EventCodec
    /// What time it is.
    public nonisolated let clock: Clock

    private let logger: Logger
    private let appended: @Sendable (GarageID) -> Void
    private var hosts: [GarageID: GarageHost] = [:]
    private var isStopping = false
    private let newHosts: AsyncStream<GarageHost>
    private let newHost: AsyncStream<GarageHost>.Continuation

    /// Hosts for the garages of a log.
    ///
    /// - Parameter appended: called after each append that added events.
    public init(
        log: any EventLog, zones: ZoneDatabase, clock: @escaping Clock = systemClock, logger: Logger,
        appended: @escaping @Sendable (GarageID) -> Void = { _ in }
    ) {
        self.log = log
        codec = EventCodec(zones: { zones.rules($0) })
        self.clock = clock
        self.logger = logger
        self.appended = appended
        (newHosts, newHost) = AsyncStream.makeStream()
    }

    /// Carries a command out and answers once it is in the log.
    ///
    /// - Parameters:
    ///   - body: the command's JSON.
    ///   - commandID: the caller's; the same one again gives the same reply.
    public func perform(
        _ name: CommandName, on garage: GarageID, body: [UInt8], commandID: CommandID?, actor: Actor
    ) async throws(CommandError) -> Reply {
        let host = try await host(of: garage, creating: name == .configureGarage)
        return try await host.perform(name, body: body, commandID: commandID, actor: actor)
    }

    /// Carries out a command that has been read already.
    public func submit(
        _ request: CommandRequest, to garage: GarageID, commandID: CommandID? = nil, actor: Actor
    ) async throws(CommandError) -> Reply {
        var creates = false
        if case .complete(.configureGarage) = request { creates = true }
        return try await host(of: garage, creating: creates).submit(request, commandID: commandID, actor: actor)
    }

    /// The garage as the log holds it now.
    public func current(_ garage: GarageID) async throws(CommandError) -> Garage {
        try await host(of: garage, creating: false).current()
    }

    /// Runs the hosts until a graceful shutdown or cancellation.
    public func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await host in newHosts { group.addTask { await host.run() } }
                // The stream ends at a shutdown and when this task is cancelled; either way nothing is left waiting.
                isStopping = true
                for host in hosts.values { await host.stop() }
            }
        } onGracefulShutdown: {
            self.newHost.finish()
        }
    }

    private func host(of garage: GarageID, creating: Bool) async throws(CommandError) -> GarageHost {
        if let host = hosts[garage] { return host }
        if !creating {
            // A name that no garage has must not leave a host behind.
            do {
                guard try await log.head(of: garage.text).version > 0 else { throw CommandError.refused(.unknownGarage) }
            } catch let error as CommandError {
                throw error
            } catch {
                throw .unavailable("\(error)")
            }
            if let host = hosts[garage] { return host }
        }
        guard !isStopping else { throw .stopping }
        let host = GarageHost(garage, log: log, codec: codec, clock: clock, logger: logger, appended: appended)
        guard case .enqueued = newHost.yield(host) else { throw .stopping }
        hosts[garage] = host
        return host
    }
}

public import EventLog
public import Meters
public import Logging
public import Parking
import Postgres
public import SystemTime
import JSON
import Money
import Projections
public import ServiceLifecycle
import Synchronization
import Threads

/// The garages that this process serves, each with a host of its own, which is made when the first command comes. One that nobody
/// asks for a while leaves memory, and comes back with the next command.
///
/// A service: ``run()`` owns the task of every host. A graceful shutdown takes no more commands and carries out those that wait.
public final class GarageHosts: Service {
    /// Where events are kept.
    public let log: any EventLog
    /// How they are written.
    public let codec: EventCodec
    /// What time it is.
    public let clock: ServerClock

    private let shared: SharedLog
    private let snapshots: (any SnapshotStore)?
    /// How long a garage stays in memory that nobody asks for.
    private let idle: Duration
    private let patience: Patience
    private let logger: Logger
    private let meters: Meters
    private let appended: @Sendable (GarageID, Int) -> Void
    /// Behind a lock and not in an actor: every command passes here, and none has to wait for another.
    private let state = Mutex(State())
    private let newHosts: AsyncStream<GarageHost>
    private let newHost: AsyncStream<GarageHost>.Continuation

    private struct State {
        var residents: [GarageID: Resident] = [:]
        var isStopping = false
    }

    private struct Resident {
        let host: GarageHost
        var askedAt: ContinuousClock.Instant
    }

    private let faults = LogFaults()

    /// Hosts for the garages of a log.
    ///
    /// - Parameters:
    ///   - snapshots: where garages' states are kept, so that not all of a log has to be read; nil for nowhere.
    ///   - idle: how long a garage stays in memory that nobody asks for.
    ///   - patience: how long a command waits for the log.
    ///   - meters: what is counted goes there.
    ///   - appended: called after each append that added events, with how many.
    public init(
        log: any EventLog, snapshots: (any SnapshotStore)? = nil, zones: ZoneDatabase,
        clock: @escaping ServerClock = systemClock, idle: Duration = .seconds(900),
        patience: Patience = Patience(), meters: Meters = Meters(), logger: Logger,
        appended: @escaping @Sendable (GarageID, Int) -> Void = { _, _ in }
    ) {
        self.log = log
        shared = SharedLog(log, patience)
        codec = EventCodec(zones: { zones.rules($0) })
        self.clock = clock
        self.snapshots = snapshots
        self.idle = idle
        self.patience = patience
        self.meters = meters
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
        let askedAt = ContinuousClock.now
        let request = try await read(name, of: garage, body, askedAt: askedAt)
        return try await submit(request, to: garage, commandID: commandID, actor: actor, askedAt: askedAt)
    }

    /// Reads a command, which is then submitted or not.
    ///
    /// - Parameter askedAt: since when somebody waits for the database.
    public func read(
        _ name: CommandName, of garage: GarageID, _ body: [UInt8], askedAt: ContinuousClock.Instant
    ) async throws(CommandError) -> TypedCommand {
        // Amounts are in the garage's currency, which never changes. A garage that is to be created has none yet.
        var currency: Currency?
        do throws(CommandError) {
            if name.hasAmounts {
                currency = try await current(garage, askedAt: askedAt).settings?.currency
            } else {
                _ = try await host(of: garage, askedAt: askedAt)
            }
        } catch {
            guard name == .configureGarage, case .refused(.unknownGarage) = error else { throw error }
        }
        do throws(JSONError) {
            return try TypedCommand(name, body, CommandContext(currency: currency, zones: codec.zones))
        } catch {
            throw .body(error)
        }
    }

    /// Carries out a command that a program made; it has no words of people.
    @discardableResult
    public func submit(
        _ request: CommandRequest, to garage: GarageID, actor: Actor
    ) async throws(CommandError) -> Reply {
        try await submit(TypedCommand(request), to: garage, actor: actor)
    }

    /// Carries out a command that has been read already.
    ///
    /// - Parameters:
    ///   - trace: the request that brought it, which its events name.
    ///   - askedAt: since when somebody waits for the database; reading the command took of that time, too.
    public func submit(
        _ command: TypedCommand, to garage: GarageID, commandID: CommandID? = nil, actor: Actor,
        trace: TraceParent? = nil, askedAt: ContinuousClock.Instant = .now
    ) async throws(CommandError) -> Reply {
        var configuration: ConfigureGarage?
        if case .complete(.configureGarage(let command)) = command.request { configuration = command }
        return try await asking(garage, creating: configuration, askedAt: askedAt) { host throws(CommandError) in
            try await host.submit(command, commandID: commandID, actor: actor, trace: trace, askedAt: askedAt)
        }
    }

    /// The garage as the log holds it now.
    public func current(_ garage: GarageID) async throws(CommandError) -> Garage {
        let askedAt = ContinuousClock.now
        return try await current(garage, askedAt: askedAt)
    }

    private func current(
        _ garage: GarageID, askedAt: ContinuousClock.Instant
    ) async throws(CommandError) -> Garage {
        try await asking(garage, askedAt: askedAt) { host throws(CommandError) in
            try await host.current(askedAt: askedAt)
        }
    }

    /// A garage as it is in memory: where an event of it cannot be taken in, as it was before that.
    func sound(_ garage: GarageID) async -> Garage? {
        await state.withLock { $0.residents[garage]?.host }?.sound
    }

    /// Garages whose logs do not hold together, as far as commands and questions have met them.
    public var logFaults: [LogFault] { faults.all }

    /// A question about the past has seen this of a garage's log.
    func saw(_ look: LogLook, of garage: GarageID) { faults.saw(look, of: garage) }

    /// Garages whose heads are not their last events.
    public var headsThatDisagree: [HeadDisagreement] {
        logFaults.compactMap { if case .head(let disagreement) = $0 { disagreement } else { nil } }
    }

    /// Events that are not what was appended, the first one of each garage.
    public var alteredLogs: [ChainBreak] {
        logFaults.compactMap { if case .altered(let altered) = $0 { altered } else { nil } }
    }

    /// How many commands wait for a garage.
    func waiting(in garage: GarageID) async -> Int {
        await state.withLock { $0.residents[garage]?.host }?.waiting ?? 0
    }

    /// The garages that are in memory.
    var residentGarages: [GarageID] { state.withLock { Array($0.residents.keys) } }

    /// Whether this process remembers a plate.
    func remembers(_ plate: Plate, in garage: GarageID) async -> Bool {
        await state.withLock { $0.residents[garage]?.host }?.remembers(plate) ?? false
    }

    /// Takes in what other processes have told of a garage, if it is in memory.
    func refresh(_ garage: GarageID) async throws(CommandError) {
        guard let host = state.withLock({ $0.residents[garage]?.host }) else { return }
        do throws(CommandError) { _ = try await host.current(askedAt: .now) } catch {
            guard case .stopping = error else { throw error }
        }
    }

    /// How many garages are in memory.
    public var residents: Int { state.withLock { $0.residents.count } }

    /// Runs the hosts until a graceful shutdown or cancellation.
    public func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { sweep in
                sweep.addTask {
                    // One for all garages; it ends by being cancelled.
                    let threads = QuietThreads(1)
                    while (try? await Task.sleep(for: max(.seconds(1), self.idle / 10))) != nil {
                        let gone = await self.letGo(unaskedSince: .now.advanced(by: .zero - self.idle))
                        if gone > 0 { await threads.run { FreeMemory.giveBack() } }
                    }
                }
                await runHosts()
                sweep.cancelAll()
            }
        } onGracefulShutdown: {
            self.newHost.finish()
        }
    }

    private func runHosts() async {
        await withDiscardingTaskGroup { group in
            for await host in newHosts { group.addTask { await host.run() } }
            // The stream ends at a shutdown and when this task is cancelled; either way nothing is left waiting.
            let hosts = state.withLock { state in
                state.isStopping = true
                return state.residents.values.map(\.host)
            }
            for host in hosts { await host.stop() }
        }
    }

    /// Lets garages leave memory that nobody has asked since a moment. What still waits there is carried out; who comes after
    /// that gets another host.
    ///
    /// - Returns: how many left.
    @discardableResult
    func letGo(unaskedSince limit: ContinuousClock.Instant) async -> Int {
        let gone = state.withLock { state in
            let gone = state.isStopping ? [:] : state.residents.filter { $0.value.askedAt < limit }
            for garage in gone.keys { state.residents[garage] = nil }
            return gone.values.map(\.host)
        }
        for host in gone { await host.stop() }
        return gone.count
    }

    /// Asks a garage's host, and where that was let go meanwhile, the next one: nothing that it was asked has been carried out.
    private func asking<Answer: Sendable>(
        _ garage: GarageID, creating configuration: ConfigureGarage? = nil, askedAt: ContinuousClock.Instant,
        _ ask: (GarageHost) async throws(CommandError) -> Answer
    ) async throws(CommandError) -> Answer {
        while true {
            let host = try await host(of: garage, creating: configuration, askedAt: askedAt)
            do throws(CommandError) { return try await ask(host) } catch {
                guard case .stopping = error, wasLetGo(host) else { throw error }
            }
        }
    }

    private func wasLetGo(_ host: GarageHost) -> Bool {
        state.withLock { !$0.isStopping && $0.residents[host.id]?.host !== host }
    }

    /// The garage's host; a new garage gets one where this makes one.
    private func host(
        of garage: GarageID, creating configuration: ConfigureGarage? = nil, askedAt: ContinuousClock.Instant
    ) async throws(CommandError) -> GarageHost {
        if let host = known(garage) { return host }
        let head: StreamHead
        do {
            head = try await cancelling(at: askedAt.advanced(by: patience.forAnswers)) { [log] in
                try await log.head(of: garage.text)
            }
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
        if head.version == 0 {
            // A name that no garage has must not leave a host behind.
            guard let configuration else { throw .refused(.unknownGarage) }
            do { _ = try configuration.settingsOfNewGarage() } catch { throw .refused(error) }
        }
        let host = state.withLock { state -> GarageHost? in
            if let resident = state.residents[garage] { return resident.host }
            guard !state.isStopping else { return nil }
            let host = GarageHost(
                garage, log: shared, snapshots: snapshots, codec: codec, clock: clock, patience: patience,
                meters: meters,
                logger: logger, appended: appended, fault: faults.of(garage), tellFault: faults.note)
            guard case .enqueued = newHost.yield(host) else { return nil }
            state.residents[garage] = Resident(host: host, askedAt: .now)
            return host
        }
        guard let host else { throw .stopping }
        return host
    }

    private func known(_ garage: GarageID) -> GarageHost? {
        let now = ContinuousClock.now
        return state.withLock { state in
            state.residents[garage]?.askedAt = now
            return state.residents[garage]?.host
        }
    }
}

import Chronology
public import EventLog
public import Logging
public import Parking
public import ServiceLifecycle

/// Erases the plates that no event has named for some days and that their garages do not need, and what people typed before, and
/// forgets the keys of commands, day after day.
///
/// Each process does it, if it is told to: what another one has erased is not found again.
public struct Retention: Service {
    private let days: Int?
    private let keyDays: Int?
    private let hosts: GarageHosts
    private let log: PostgresEventLog
    private let logger: Logger
    private let delay: Duration

    /// How often it looks.
    private static let pause = Duration.seconds(86_400)

    /// Who erases by it.
    public static let actor = Actor("retention")!

    /// A retention.
    ///
    /// - Parameters:
    ///   - days: for how many days a plate is kept that nothing names, and a text; nil for ever.
    ///   - keyDays: for how many days the key of a command is kept; nil for ever.
    ///   - log: where it looks for them.
    ///   - delay: how long after the start it looks first, as a service that starts has other things to do.
    public init(
        days: Int?, keyDays: Int? = nil, _ hosts: GarageHosts, log: PostgresEventLog, delay: Duration = .seconds(300),
        logger: Logger
    ) {
        (self.days, self.keyDays, self.hosts) = (days, keyDays, hosts)
        (self.log, self.delay, self.logger) = (log, delay, logger)
    }

    /// Whether anything goes by it.
    public var isOfUse: Bool { days != nil || keyDays != nil }

    /// Erases again and again until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            var pause = delay
            while (try? await Task.sleep(for: pause)) != nil {
                await eraseOnce()
                pause = Retention.pause
            }
        }
    }

    private func eraseOnce() async {
        do {
            for garage in try await log.garages().keys.compactMap({ GarageID($0) }).sorted(by: { $0.text < $1.text }) {
                try Task.checkCancellation()
                do {
                    if let days { try await erase(olderThanDays: days, in: garage) }
                    if let keyDays { try await forgetKeys(olderThanDays: keyDays, in: garage) }
                } catch {
                    // The others' are due as well.
                    logger.warning(
                        "not all could be erased that was due", metadata: ["garage": "\(garage)", "error": "\(error)"])
                }
            }
        } catch {
            logger.warning("nothing was erased", metadata: ["error": "\(error)"])
        }
    }

    private func erase(olderThanDays days: Int, in garage: GarageID) async throws {
        let plates = try await hosts.platesUnnamed(in: garage, forDays: days, log: log)
        let counts = try await hosts.erase(plates, in: garage, by: Retention.actor)
        let texts = try await hosts.texts(of: garage, olderThanDays: days, log: log)
        try await hosts.erase(texts, in: garage, by: Retention.actor)
        guard counts.erased + texts.count > 0 else { return }
        logger.notice(
            "plates and texts were erased",
            metadata: ["garage": "\(garage)", "plates": "\(counts.erased)", "texts": "\(texts.count)"])
    }

    private func forgetKeys(olderThanDays days: Int, in garage: GarageID) async throws {
        let count = try await hosts.forgetKeys(of: garage, olderThanDays: days, log: log)
        guard count > 0 else { return }
        logger.notice("keys of commands were forgotten", metadata: ["garage": "\(garage)", "keys": "\(count)"])
    }
}

extension GarageHosts {
    /// The plates of a garage that no event has named for some days and that it does not need.
    public func platesUnnamed(
        in garage: GarageID, forDays days: Int, log: PostgresEventLog
    ) async throws -> [PlateID] {
        let now = clock()
        let found = try await log.platesUnnamed(in: garage.text, since: now - .days(Int64(days)))
            .compactMap { PlateID(bytes: $0) }
        guard !found.isEmpty else { return [] }
        let needs = try await current(garage).needs(of: found, at: now)
        return found.filter { needs[$0] == nil }
    }

    /// Erases those of some plates that their garage does not need.
    ///
    /// - Returns: how many it erased, and how many it has kept, as they have come to be needed meanwhile.
    @discardableResult
    public func erase(
        _ plates: [PlateID], in garage: GarageID, by actor: Actor
    ) async throws(CommandError) -> (erased: Int, kept: Int) {
        var counts = (erased: 0, kept: 0)
        for begin in stride(from: 0, to: plates.count, by: PlatesErased.most) {
            let some = Array(plates[begin..<min(begin + PlatesErased.most, plates.count)])
            let before = try await current(garage).needs(of: some, at: clock())
            _ = try await submit(.complete(.erasePlate(ErasePlate(some, isSparing: true))), to: garage, actor: actor)
            counts.erased += some.count - before.count
            counts.kept += before.count
        }
        return counts
    }

    /// What people typed in a garage longer ago than some days.
    public func texts(
        of garage: GarageID, olderThanDays days: Int, log: PostgresEventLog
    ) async throws -> [TextID] {
        try await log.texts(of: garage.text, before: clock() - .days(Int64(days))).compactMap { TextID(bytes: $0) }
    }

    /// Erases texts.
    public func erase(_ texts: [TextID], in garage: GarageID, by actor: Actor) async throws(CommandError) {
        for begin in stride(from: 0, to: texts.count, by: TextsErased.most) {
            let some = Array(texts[begin..<min(begin + TextsErased.most, texts.count)])
            try await submit(.complete(.eraseText(EraseText(some))), to: garage, actor: actor)
        }
    }

    /// Forgets the keys of a garage's commands that are older than some days, and older than what the garage still takes in late: by
    /// its key a passage that is told twice is one.
    ///
    /// - Returns: how many it has forgotten.
    public func forgetKeys(
        of garage: GarageID, olderThanDays days: Int, log: PostgresEventLog
    ) async throws -> Int {
        let lateness = try await current(garage).settings?.lateness ?? .days(0)
        return try await log.forgetKeys(
            of: garage.text, before: clock() - max(.days(Int64(days)), lateness + .days(1)))
    }
}

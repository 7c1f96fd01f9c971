public import Chronology
public import EventLog
import Money
public import Parking
public import Tariffs

/// Turns a file of stays into a new garage's history.
///
/// What happened is taken over as it happened, also what the rules forbid: real garages overfill. It is counted by kind; a row that
/// cannot have happened is rejected with its line. Nothing is dropped silently.
public struct StaysImport: Sendable {
    /// What became of a file.
    public struct Summary: Sendable {
        /// Data rows of the file.
        public let rows: Int
        /// Stays taken over.
        public let stays: Int
        /// Events written, the settings and the card among them.
        public let events: Int
        /// What was taken over although the rules forbid or do not expect it, by kind.
        public let anomalies: [ImportAnomaly: Int]
        /// What was not taken over, by line.
        public let rejected: [(line: Int, reason: RowRejection)]
        /// When the first car came.
        public let first: Instant
        /// The last thing that happened.
        public let last: Instant
        /// What the operator should know about the card; none of it is an error.
        public let findings: [Finding]
    }

    let log: PostgresEventLog
    let codec: EventCodec

    /// An import into a log.
    public init(log: PostgresEventLog, codec: EventCodec) {
        self.log = log
        self.codec = codec
    }

    /// Takes a file over into a garage that must be new, with its settings and standard card, which count from just
    /// before the first stay.
    ///
    /// Throws ``StaysFileError``, `ImportError`, `SettingsError`, `RateError`, `Refusal.undecided` where the card does
    /// not say which of two rates is in force, and what the database says; then nothing is changed.
    public func run(
        _ bytes: [UInt8], into garage: GarageID, settings: GarageSettings, card: RateCard, now: Instant,
        progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
    ) async throws -> Summary {
        try settings.validate()
        try card.validate()
        let file = try StaysFile(bytes, zone: settings.zone, now: now)
        var history = ImportedHistory(settings: settings, card: card, stays: file.stays)
        let findings = card.lint(in: settings.zone, from: settings.zone.day(of: history.first))
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw Refusal.undecided(findings) }
        let events = history.events(codec)
        let plates = history.vault
        let all = events.count
        _ = try await log.importHistory(of: garage.text, events: events, plates: plates) { progress($0, all) }
        return Summary(
            rows: file.rowCount, stays: file.stays.count, events: all,
            anomalies: file.anomalies.merging(history.anomalies) { $0 + $1 }, rejected: file.rejected,
            first: history.first, last: events.last?.occurredAt ?? history.first, findings: findings)
    }
}

/// Stays put in the order in which a log would have heard of them.
struct ImportedHistory {
    private enum Move {
        case exit(stay: Int)
        case entry(stay: Int)
        case exitAtEntry(stay: Int)

        /// At the same instant a spot is given up before it is taken, and a car comes before it goes.
        var rank: Int {
            switch self {
            case .exit: 0
            case .entry: 1
            case .exitAtEntry: 2
            }
        }
    }

    private let settings: GarageSettings
    private let card: RateCard
    private let stays: [ImportedStay]
    private let vaultByPlate: [Plate: VaultEntry]
    private(set) var anomalies: [ImportAnomaly: Int] = [:]

    init(settings: GarageSettings, card: RateCard, stays: [ImportedStay]) {
        self.settings = settings
        self.card = card
        self.stays = stays
        var generator = SystemRandomNumberGenerator()
        var vault: [Plate: VaultEntry] = [:]
        for stay in stays where vault[stay.plate] == nil {
            vault[stay.plate] = VaultEntry(plate: stay.plate.characters, using: &generator)
        }
        vaultByPlate = vault
    }

    var vault: [VaultEntry] { Array(vaultByPlate.values) }

    var first: Instant { stays.map(\.entry).min()! }

    /// The history as events: the settings two seconds before the first stay, the card one second before it.
    mutating func events(_ codec: EventCodec) -> [NewEvent] {
        var events = [event(.garageConfigured(GarageConfigured(settings)), at: first - .seconds(2), codec)]
        if card.terms != Terms() {
            events.append(event(.termsPublished(TermsPublished(card.terms)), at: first - .seconds(1), codec))
        }
        events += card.rates.map { event(.ratePublished(RatePublished($0)), at: first - .seconds(1), codec) }
        var sessions = [SessionID?](repeating: nil, count: stays.count)
        var inside = 0
        var carsOfPlate: [Plate: Int] = [:]
        for (at, move) in moves {
            switch move {
            case .entry(let index):
                let stay = stays[index]
                inside += 1
                if inside > settings.capacity { anomalies[.overCapacity, default: 0] += 1 }
                if carsOfPlate[stay.plate, default: 0] > 0 { anomalies[.alreadyInside, default: 0] += 1 }
                carsOfPlate[stay.plate, default: 0] += 1
                let plate = PlateID(bytes: vaultByPlate[stay.plate]!.plateID)!
                events.append(
                    event(
                        .carEntered(CarEntered(car: .plate(plate), gate: nil, by: .imported, read: nil)), at: at, codec)
                )
                sessions[index] = SessionID(version: Int64(events.count))
            case .exit(let index), .exitAtEntry(let index):
                inside -= 1
                carsOfPlate[stays[index].plate]! -= 1
                events.append(
                    event(.carExited(CarExited(session: sessions[index]!, gate: nil, read: nil)), at: at, codec))
            }
        }
        return events
    }

    private var moves: [(at: Instant, move: Move)] {
        var moves: [(at: Instant, move: Move)] = []
        for (index, stay) in stays.enumerated() {
            moves.append((stay.entry, .entry(stay: index)))
            guard let exit = stay.exit else { continue }
            moves.append((exit, exit == stay.entry ? .exitAtEntry(stay: index) : .exit(stay: index)))
        }
        // The place in the file decides between equals, so that the same file makes the same history.
        return moves.enumerated().sorted {
            ($0.element.at, $0.element.move.rank, $0.offset) < ($1.element.at, $1.element.move.rank, $1.offset)
        }.map(\.element)
    }

    private func event(_ event: GarageEvent, at instant: Instant, _ codec: EventCodec) -> NewEvent {
        NewEvent(
            type: event.typeName, schemaVersion: event.schemaVersion, occurredAt: instant, commandID: nil,
            actor: "import", payload: codec.encode(event, currency: settings.currency))
    }
}

import Chronology

/// What goes on at the gates: cars that were let in and wait for their barrier, and what devices reported lately.
struct Gates: Hashable, Sendable {
    private var waiting: [AuthorisationID: Authorisation] = [:]
    /// A plate waits at one gate at a time.
    private var ofPlate: [PlateID: AuthorisationID] = [:]
    private(set) var reads = RecentReads()

    /// The authorisations that hold a spot at an instant.
    func waiting(at now: Instant) -> some Collection<Authorisation> { waiting.values.lazy.filter { $0.until > now } }

    /// The authorisations whose barrier may still rise.
    var authorisations: some Collection<Authorisation> { waiting.values }

    /// The authorisation of a plate, whether it still holds its spot or not.
    func authorisation(of plate: PlateID) -> Authorisation? { ofPlate[plate].flatMap { waiting[$0] } }

    /// Lets a car in; it takes the place of an earlier authorisation of the plate.
    mutating func authorise(_ authorisation: Authorisation) {
        drop(of: authorisation.plate)
        waiting[authorisation.id] = authorisation
        ofPlate[authorisation.plate] = authorisation.id
    }

    /// The plate does not wait any more.
    mutating func drop(of plate: PlateID) {
        guard let id = ofPlate.removeValue(forKey: plate) else { return }
        waiting[id] = nil
    }

    /// The authorisation has been used.
    mutating func drop(_ id: AuthorisationID) {
        guard let gone = waiting.removeValue(forKey: id) else { return }
        ofPlate[gone.plate] = nil
    }

    /// Takes a report in, so that it is known when it comes again.
    mutating func remember(
        _ outcome: RecentReads.Outcome, of kind: RecentReads.Report.Kind, _ direction: Direction, at gate: GateID?,
        read: DeviceEventID?, car: CarIdentity, _ recorded: RecordedEvent
    ) {
        guard let gate else { return }
        reads.remember(
            outcome, of: RecentReads.Report(kind: kind, gate: gate, direction: direction), read: read, car: car,
            at: recorded.occurredAt, recordedAt: recorded.recordedAt)
    }

    /// Lets go of what no command may name any more.
    mutating func forgetThePast(at now: Instant, in settings: GarageSettings) {
        for gone in waiting.values.filter({ $0.isForgotten(at: now, in: settings) }) { drop(gone.id) }
        reads.prune(at: now, window: settings.duplicateReadWindow, lateness: settings.lateness)
    }

    /// Whether the index says what the authorisations say; looks at all of it.
    var holdsTogether: Bool {
        waiting.count == ofPlate.count && ofPlate.allSatisfy { waiting[$1]?.plate == $0 }
    }
}

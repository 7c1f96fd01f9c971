import Chronology
import Parking
import Tariffs

// What the observer writes down.

extension Observer {
    struct Stay {
        var session: Int64
        var car: CarIdentity
        var since: Instant
        var isImported = false
        var end: End?
        var groups: Set<GroupID>
        var validations: Set<ValidationID> = []
        var agreement: AgreementID?
        /// Whether it was, when it was heard of, for the day only.
        var isForTheDay: Bool
        var isOnFallback = false
    }

    enum End: Equatable {
        case left(exit: Int64)
        case orphaned(Instant)
        case writtenOff(Instant)
    }

    struct Exit {
        var car: CarIdentity
        var at: Instant
        var isByHand = false
        /// Whether the gate could not name the car.
        var isAssumed = false
    }

    struct Promise {
        var id: Int64
        var car: CarIdentity
        var gate: GateID
        var read: DeviceEventID?
        var since: Instant
        var until: Instant
    }

    struct Booking {
        var id: Int64
        var plate: PlateID
        var day: LocalDay
        var from: Instant
        var until: Instant
        var forgiven: Forgiveness
        var holder: Holder
        var heardAt: Instant
        /// When it was given back, or its spot given away.
        var endedAt: Instant?

        /// Whether it is a right of a car that came in then.
        func serves(_ entry: Instant) -> Bool { endedAt.map { from < $0 && entry < $0 } ?? true }

        func lasts(at instant: Instant) -> Bool { from <= instant && instant < until }

        /// Whether the gate lets its car in.
        func admits(at instant: Instant) -> Bool { from - forgiven.before <= instant && instant < until }
    }
}

extension CarIdentity {
    var knownPlate: PlateID? {
        guard case .plate(let plate) = self else { return nil }
        return plate
    }

    var knownTicket: TicketID? {
        guard case .ticket(let ticket) = self else { return nil }
        return ticket
    }
}

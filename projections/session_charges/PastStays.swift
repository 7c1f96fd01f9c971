import Chronology
import JSON
import Money
import Parking
import Tariffs

/// The stays that a replayed log tells of, each as what followed left it.
struct PastStays {
    /// A stay, and how it ended.
    struct Stay {
        var session: Session
        /// Nil while the car is inside.
        var end: StayEnd?

        var state: SessionView.State {
            switch end {
            case nil: .open
            case .left: .ended
            case .orphaned: .orphaned
            case .writtenOff: .writtenOff
            }
        }
    }

    private(set) var byID: [SessionID: Stay] = [:]
    /// What was settled last of a stay; a garage forgets that.
    private(set) var settlements: [SessionID: Settlement] = [:]
    /// What stays come to by the money that was moved for them (design rule 14); none of the others.
    private(set) var totals: [SessionID: Money] = [:]
    private let only: SessionID?

    /// - Parameter only: the one stay that is wanted; nil for all of them.
    init(only: SessionID? = nil) {
        self.only = only
    }

    mutating func note(_ change: GarageChange, in garage: Garage) {
        switch change {
        case .billed(.session(let id)):
            guard only == nil || only == id else { break }
            settlements[id] = garage.account(of: .session(id))?.settlement
            totals[id] = garage.bill(of: .session(id))?.total
        case .stayBegan(let session), .stayJoined(let session, _), .stayMended(let session, _),
            .carNamed(let session, _), .entryMoved(let session, _):
            take(session, nil)
        case .stayEnded(let session, let end):
            take(session, end)
            guard only == nil || only == session.id, case .left(let exit) = end else { break }
            let isBilled = garage.account(of: .session(session.id)) != nil
            totals[session.id] = isBilled ? garage.bill(of: session, by: exit)?.total : nil
        case .exitUnmatched, .exception, .countCorrected, .settings, .rateBook, .rightCame, .rightChanged, .rightWent,
            .suspended, .suspensionEnded, .billed(.reservation), .billed(.permit), .billed(.exit):
            break
        }
    }

    private mutating func take(_ session: Session, _ end: StayEnd?) {
        guard only == nil || only == session.id else { return }
        byID[session.id] = Stay(session: session, end: end)
    }
}

extension SessionView {
    /// A stay as a replayed log tells of it.
    ///
    /// - Parameter garage: the garage that the replay ended with; what a stay costs follows from what was known at its entry.
    /// - Parameter settled: what it comes to where money was moved for it; nil for what it costs.
    init(_ stay: PastStays.Stay, in garage: Garage, _ settlement: Settlement?, settled: Money?) {
        guard let settings = garage.settings else { preconditionFailure("a garage with stays has settings") }
        self.init(stay.session, stay.state, in: settings.zone)
        guard case .left(let exit)? = stay.end else { return }
        let outcome = garage.charge(of: stay.session, by: exit, settlement)
        var json = JSONWriter()
        json.chargeOutcome(outcome, in: settings.currency, zone: settings.zone)
        (exitedAt, charge) = (exit.at, json.bytes)
        if case .charged(let charge) = outcome { total = settled ?? charge.total }
    }
}

import Chronology
import Money
import Parking
import Tariffs

/// The stays that a log tells of, each as it is known at its end: kept by following what every event changed.
struct Ledger {
    struct Line: Hashable {
        var car: CarIdentity
        var enteredAt: Instant
        var end: End
        var total: Int64?
    }

    enum End: Hashable {
        case inside
        case left(Instant)
        case orphaned(Instant)
        case writtenOff(Instant)
    }

    private(set) var lines: [SessionID: Line] = [:]
    /// The sum of all charges, in minor units.
    var total: Int64 { lines.values.reduce(0) { $0 + ($1.total ?? 0) } }
    /// The stays without their numbers, which depend on the order of the log.
    var stays: [Line: Int] { Dictionary(lines.values.map { ($0, 1) }, uniquingKeysWith: +) }

    init(_ log: [RecordedEvent]) {
        var garage = Garage()
        for event in log {
            for change in garage.evolve(event) { take(change, garage) }
        }
    }

    private mutating func take(_ change: GarageChange, _ garage: Garage) {
        switch change {
        case .stayBegan(let session), .stayMended(let session, _), .stayJoined(let session, _),
            .carNamed(let session, _), .entryMoved(let session, _):
            lines[session.id] = Line(car: session.car, enteredAt: session.enteredAt, end: .inside, total: nil)
        case .stayEnded(let session, .left(let exit)):
            var total: Int64?
            if case .charged(let charge) = garage.charge(of: session, by: exit) {
                total = charge.total.minorUnits
            }
            lines[session.id] = Line(car: session.car, enteredAt: session.enteredAt, end: .left(exit.at), total: total)
        case .stayEnded(let session, .orphaned(let at)):
            lines[session.id] = Line(car: session.car, enteredAt: session.enteredAt, end: .orphaned(at), total: nil)
        case .stayEnded(let session, .writtenOff(let at)):
            lines[session.id] = Line(car: session.car, enteredAt: session.enteredAt, end: .writtenOff(at), total: nil)
        case .exitUnmatched, .exception, .countCorrected, .settings, .rateBook, .rightCame, .rightChanged, .rightWent,
            .suspended, .suspensionEnded, .billed:
            break
        }
    }
}

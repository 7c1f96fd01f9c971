import Chronology
import Parking
import Testing

// Cars without a plate, and what loops count: design rule 10.

extension Observer {
    /// Who has lost a ticket is taken for the car without a plate that came in nearest to what its driver says.
    func checkClaim(_ claim: Instant?, by exit: Int64, _ comment: Comment) {
        guard exits[exit]!.isAssumed else { return }
        func distance(_ stay: Stay) -> TimeSpan {
            claim.map { max($0, stay.since) - min($0, stay.since) } ?? stay.since - .earliest
        }
        let others = inside.filter { $0.car.knownPlate == nil && $0.since <= exits[exit]!.at }
        let taken = stays.first { $0.end == .left(exit: exit) }
        if let taken {
            #expect(others.allSatisfy { distance(taken) <= distance($0) }, comment)
        } else {
            #expect(others.isEmpty, comment)
        }
    }

    /// How many cars passed the lane of a loop while it counted.
    func passages(of count: LoopCount) -> Int {
        passages.count {
            $0.gate == count.gate && $0.direction == count.direction && count.from < $0.at && $0.at <= count.until
        }
    }

    func checkReuse(_ isReused: Bool, of car: CarIdentity, _ comment: Comment) {
        let left = exits.values.filter { $0.car == car && !$0.isByHand }
        if isReused { #expect(car.knownTicket != nil && !left.isEmpty, comment) }
    }
}

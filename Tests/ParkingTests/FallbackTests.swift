import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Spots for drivers whose own are taken by cars that should have gone: design rule 6.
@Suite struct FallbackTests {
    let f1 = SpotID("F1")!
    let f2 = SpotID("F2")!
    let morning = LocalDay.tuesday.at("08:00")

    private func plate(_ number: Int) -> PlateID {
        PlateID(bytes: Array(repeating: 7, count: 14) + [UInt8(number / 256), UInt8(number % 256)])!
    }

    /// A garage with bookable spots of which all are reserved on Tuesday, and cars of Monday that are still inside.
    private func full(_ bookable: Int, stayed: Int, fallback: Int, names: [SpotID] = []) -> Given {
        var garage = given(
            .reserved(bookable + fallback) { ($0.fallbackSpots, $0.fallbackSpotNames) = (fallback, names) })
        let monday = LocalDay.monday.at("08:00")
        for number in 0..<stayed {
            garage.take(at(monday, .reserved(plate(1_000 + number), .monday), .entered(.plate(plate(1_000 + number)))))
        }
        for number in 0..<bookable { garage.take(at(monday, .reserved(plate(number), .tuesday))) }
        return garage
    }

    private func answer(_ garage: Given, _ number: Int) throws -> PlateSeen.Outcome? {
        let decision = try garage.when(.seen(plate(number)), at: morning).decision.get()
        guard case .answered(let outcome) = decision.result else { return nil }
        return outcome
    }

    @Test func `six of 95 stayed, and with six fallback spots everyone is let in (rule 7)`() throws {
        let names = (1...6).map { SpotID("F\($0)")! }
        var garage = full(95, stayed: 6, fallback: 6, names: names)
        let evening = try #require(garage.garage.shortage(on: .tuesday, at: LocalDay.monday.at("22:00")))
        #expect((evening.short, evening.shortAtWorst, evening.blockedAtWorst) == (0, 6, 0))
        let now = try #require(garage.garage.shortage(on: .tuesday, at: morning))
        #expect((now.short, now.cured, now.blocked, now.assigned) == (6, 6, 0, 0))
        for number in 0..<95 {
            let outcome = try #require(try answer(garage, number))
            #expect(outcome.answer == .open(.entry(.reserved(ReservationID(version: Int64(14 + number))))))
            let spot = number < 89 ? nil : OfferedSpot(names[number - 89], isFallback: true)
            #expect(outcome.spot == spot, "car \(number)")
            garage.take(at(morning, .entered(.plate(plate(number)))))
            guard spot != nil else { continue }
            let session = try #require(garage.garage.session(of: .plate(plate(number)))).id
            let assigned = GarageEvent.fallbackAssigned(.init(session, names[number - 89]))
            garage.when(.assignFallback(.init(.car(.plate(plate(number))))), at: morning).then(
                assigned, result: .fallbackAssigned(.init(session, names[number - 89], repeated: false)))
            garage.take(at(morning, assigned))
        }
        #expect(garage.garage.shortage(on: .tuesday, at: morning)?.assigned == 6)
    }

    @Test func `once the overstay has left, nobody is offered a fallback spot`() throws {
        var garage = full(2, stayed: 1, fallback: 1)
        garage.take(at(morning, .entered(.plate(plate(0)))))
        #expect(try answer(garage, 1)?.spot == OfferedSpot(nil, isFallback: true))
        let stayed = try #require(garage.garage.session(of: .plate(plate(1_000)))).id
        garage.take(at(morning, .carExited(.init(session: stayed, gate: .exit, read: nil))))
        #expect(try answer(garage, 1)?.spot == nil)
    }

    @Test func `a spot is one car's until that leaves, and no more cars are assigned than there are spots`() throws {
        var garage = full(3, stayed: 2, fallback: 2, names: [f1])
        for number in 0..<3 { garage.take(at(morning, .entered(.plate(plate(number))))) }
        func assign(_ number: Int, _ spot: SpotID? = nil) -> Outcome {
            garage.when(.assignFallback(.init(.car(.plate(plate(number))), spot)), at: morning)
        }
        let ids = try (0..<3).map { try #require(garage.garage.session(of: .plate(plate($0)))).id }
        garage.take(at(morning, .fallbackAssigned(.init(ids[0], f1))))
        assign(0).then(result: .fallbackAssigned(.init(ids[0], f1, repeated: true)))
        assign(1, f1).thenRefuses(.fallbackTaken(f1, ids[0]))
        // One of the two has no name.
        assign(1).then(
            .fallbackAssigned(.init(ids[1], nil)), result: .fallbackAssigned(.init(ids[1], nil, repeated: false)))
        garage.take(at(morning, .fallbackAssigned(.init(ids[1], nil))))
        assign(2).thenRefuses(.noFallbackLeft(2))
        garage.take(at(morning, .carExited(.init(session: ids[0], gate: .exit, read: nil))))
        assign(2).then(
            .fallbackAssigned(.init(ids[2], f1)), result: .fallbackAssigned(.init(ids[2], f1, repeated: false)))
    }

    @Test func `an unknown spot, a car that is not inside and a garage without fallback spots are refused`() throws {
        let garage = given(
            .open(5) { ($0.fallbackSpots, $0.fallbackSpotNames) = (1, [f1]) }, at(morning, .entered(.anna)))
        let unknown = garage.when(.assignFallback(.init(.car(.plate(.anna)), f2)), at: morning)
        #expect(unknown.refusal?.problem.type == .unknownSpot && unknown.refusal?.problem.field == "spot")
        #expect(
            garage.when(.assignFallback(.init(.car(.plate(.ben)))), at: morning).refusal?.problem.type
                == .unknownSession)
        given(.open(5), at(morning, .entered(.anna)))
            .when(.assignFallback(.init(.car(.plate(.anna)))), at: morning).thenRefuses(.noFallbackLeft(0))
    }
}

extension Outcome {
    /// Why it was refused; nil where it was not.
    fileprivate var refusal: Refusal? {
        guard case .failure(let refusal) = decision else { return nil }
        return refusal
    }
}

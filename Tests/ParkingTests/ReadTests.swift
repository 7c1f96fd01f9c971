import Chronology
import Parking
import Testing

/// Cameras that are not sure, that stare, and that find out too late what they have read: design rules 8, 9 and 12.
@Suite struct ReadTests {
    let eight = LocalDay.monday.at("08:00")

    private func seen(
        _ plate: PlateID, sure percent: Int? = nil, read: String? = nil, or alike: [PlateID] = []
    ) -> Command {
        .plateSeen(
            .init(
                plate, Passage(gate: .entry, read: read.map { DeviceEventID($0)! }),
                confidence: percent.map { Confidence(percent: $0)! }, alike: alike))
    }
    private var choosy: GarageSettings { .open(5) { $0.readConfidence = Confidence(percent: 80)! } }

    // MARK: Confidence

    @Test func `a camera that is not sure enough is asked to read again`() throws {
        var site = try Site(choosy)
        let unsure = try site.send(seen(.anna, sure: 79), at: eight)
        #expect(unsure.result == .answered(.init(.again, repeated: false)))
        #expect(
            site.log.last?.event
                == .plateReadUnsure(
                    .init(plate: .anna, gate: .entry, confidence: Confidence(percent: 79)!, read: nil)))
        #expect(site.garage.waiting(at: eight) == 0)
        let sure = try site.send(seen(.anna, sure: 80), at: eight + .seconds(1))
        #expect(sure.result == .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `one that does not say how sure it is, is believed`() throws {
        var site = try Site(choosy)
        #expect(
            try site.send(seen(.anna), at: eight).result
                == .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `a car may leave, however badly it was read`() throws {
        var site = try Site(choosy)
        try site.send(.opened(.anna), at: eight)
        let leaving = Command.plateSeen(
            .init(.anna, Passage(gate: .exit), confidence: Confidence(percent: 1)!))
        #expect(
            try site.send(leaving, at: eight + .hours(1)).result == .answered(.init(.open(.leaving), repeated: false)))
    }

    @Test func `what the camera says it may have read instead counts where it is the only one with a right`() throws {
        var site = try Site(.reserved(5))
        try site.send(.pass(.anna), at: eight)
        let answer = try site.send(seen(.carla, or: [.anna, .dora]), at: eight).result
        #expect(answer == .answered(.init(.open(.entry(.permit(2))), repeated: false, isLookAlike: true)))
        try site.send(.pass(.ben), at: eight)
        #expect(
            try site.send(seen(.dora, or: [.anna, .ben]), at: eight).result
                == .answered(.init(.deny(.noReservation), repeated: false)))
    }

    // MARK: Staring

    @Test func `a camera that stares at a car adds an event when the answer changes, not six hundred`() throws {
        var site = try Site(.reserved(5))
        let before = site.log.count
        for number in 0..<600 {
            let answer = try site.send(seen(.anna, read: "stare-\(number)"), at: eight + .seconds(Int64(20 * number)))
            #expect(answer.result == .answered(.init(.deny(.noReservation), repeated: number > 0)))
        }
        #expect(site.log.count == before + 1)
        let noon = eight + .hours(4)
        try site.send(.pass(.anna), at: noon)
        #expect(try site.answer(to: .anna, at: noon) == .open(.entry(.permit(3))))
        #expect(site.log.count == before + 3)
    }

    @Test func `a driver who comes again in the afternoon is turned away once more`() throws {
        var site = try Site(.reserved(5))
        try site.send(.seen(.anna), at: eight)
        try site.send(.seen(.anna), at: eight + .hours(5))
        #expect(site.log.count { $0.event == .denied(.anna, .noReservation) } == 2)
    }

    @Test func `a spot that is held no longer is promised anew, however long the camera has stared`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: eight)
        let later = try site.send(.seen(.anna), at: eight + .minutes(2))
        #expect(later.facts.count == 1)
        #expect(site.garage.waiting(at: eight + .minutes(2)) == 1)
    }

    // MARK: Corrected reads

    @Test func `a read that is corrected when its car is inside already names the stay`() throws {
        var site = try Site.hourly()
        try site.send(seen(.anna, read: "7"), at: eight)
        try site.send(.opened(), at: eight + .seconds(5))
        #expect(site.garage.session(of: .anna) != nil)
        let corrected = try site.send(seen(.ben, read: "7"), at: eight + .seconds(20))
        #expect(corrected.result == .answered(.init(.late, repeated: false)))
        #expect(
            corrected.facts.map(\.event) == [
                .readCorrected(
                    .init(plate: .ben, was: .anna, gate: .entry, direction: .entry, read: DeviceEventID("7")!)),
                .plateReadLate(.init(plate: .ben, gate: .entry, direction: .entry, read: DeviceEventID("7"))),
                .carIdentified(.init(SessionID(4), .ben)),
            ])
        #expect(site.garage.session(of: .anna) == nil && site.garage.session(of: .ben)?.id == SessionID(4))
        #expect(site.garage.waiting(at: eight + .seconds(20)) == 0)
        try site.send(.left(.ben), at: eight + .hours(1))
        #expect(site.garage.inside == 0 && Ledger(site.log).total == 2_00)
        #expect(try site.send(seen(.ben, read: "7"), at: eight + .hours(1)).facts.isEmpty)
    }
}

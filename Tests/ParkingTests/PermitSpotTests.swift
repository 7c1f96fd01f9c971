import Chronology
import Money
import Parking
import Tariffs
import Testing

/// How many permits are sold for the spots that are kept for them, and which ones: design rule 2.
@Suite struct PermitSpotTests {
    let noon = LocalDay.monday.at("12:00")
    let p1 = SpotID("P1")!
    let p2 = SpotID("P2")!

    private func settings(_ capacity: Int = 5, spots: Int, names: [SpotID] = []) -> GarageSettings {
        .open(capacity) { ($0.permanentSpots, $0.permanentSpotNames) = (spots, names) }
    }

    private func pass(
        _ plate: PlateID, _ first: LocalDay? = nil, _ last: LocalDay? = nil, on spot: PermitSpot = .own
    ) -> Command {
        .grantPermit(.init(plate, .pass(firstDay: first, lastDay: last, groups: []), on: spot))
    }

    private func granted(_ plate: PlateID, _ last: LocalDay? = nil, on spot: PermitSpot = .own) -> GarageEvent {
        .permitGranted(.init(plate, .pass, firstDay: .monday, lastDay: last, groups: [], spot: spot))
    }

    private func answer(_ garage: Given, _ plate: PlateID, at instant: Instant) throws -> PlateSeen.Outcome? {
        guard case .answered(let outcome) = try garage.when(.seen(plate), at: instant).decision.get().result else {
            return nil
        }
        return outcome
    }

    @Test func `three passes are not sold on one spot`() throws {
        let garage = given(settings(spots: 1), at(noon, granted(.anna)))
        garage.when(pass(.ben), at: noon).thenRefuses(.permanentSpotsTaken(.monday))
        garage.when(pass(.ben, .thursday), at: noon).thenRefuses(.permanentSpotsTaken(.thursday))
        let shared = pass(.ben, on: .shared)
        #expect((try? garage.when(shared, at: noon).decision.get()) != nil)
        let free = given(settings(spots: 0), at(noon, granted(.anna)))
        #expect((try? free.when(pass(.ben), at: noon).decision.get()) != nil, "none is kept, so none is sold twice")
    }

    @Test func `a spot is sold again behind the days of its permit, and where that is revoked`() throws {
        let garage = given(settings(spots: 1), at(noon, granted(.anna, .tuesday)))
        garage.when(pass(.ben, .tuesday), at: noon).thenRefuses(.permanentSpotsTaken(.tuesday))
        garage.when(pass(.ben, .monday, .monday), at: noon).thenRefuses(.permanentSpotsTaken(.monday))
        #expect((try? garage.when(pass(.ben, .wednesday), at: noon).decision.get()) != nil)
        var revoked = garage
        revoked.take(at(noon, .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        #expect((try? revoked.when(pass(.ben), at: noon).decision.get()) != nil)
    }

    @Test func `permits that follow each other on one spot leave the other to a third one`() throws {
        let garage = given(
            settings(spots: 2),
            at(noon, granted(.anna, .tuesday), .pass(.carla, .wednesday), .pass(.dora, LocalDay.thursday.next)))
        garage.when(pass(.ben), at: noon).thenRefuses(.permanentSpotsTaken(LocalDay.thursday.next))
        #expect((try? garage.when(pass(.ben, .monday, .thursday), at: noon).decision.get()) != nil)
    }

    @Test func `a renewal takes no spot that was sold to another`() throws {
        let garage = given(
            settings(spots: 1), at(.opening, .termsPublished(.init(.selling(.every(.month, 30))))),
            at(noon, .month(.anna, .monday, LocalDay("2026-04-01")!)), at(noon, .pass(.ben, LocalDay("2026-04-02")!)))
        garage.when(.renewPermit(.init(PermitID(3))), at: noon)
            .thenRefuses(.permanentSpotsTaken(LocalDay("2026-04-02")!))
    }

    @Test func `a named spot is one permit's alone, and only a name that there is is sold`() throws {
        let garage = given(settings(spots: 2, names: [p1, p2]), at(noon, granted(.anna, .tuesday, on: .fixed(p1))))
        garage.when(pass(.ben, on: .fixed(p1)), at: noon)
            .thenRefuses(.spotTaken(p1, PermitID(2), lastDay: .tuesday))
        garage.when(pass(.ben, on: .fixed(SpotID("P9")!)), at: noon).thenRefuses(.unknownSpot(SpotID("P9")!, [p1, p2]))
        for command in [pass(.ben, .wednesday, on: .fixed(p1)), pass(.ben, on: .fixed(p2))] {
            #expect((try? garage.when(command, at: noon).decision.get()) != nil)
        }
        given(settings(spots: 2)).when(pass(.ben, on: .fixed(p1)), at: noon).thenRefuses(.unknownSpot(p1, []))
    }

    @Test func `the gate names the spot of the car, and names it again when it is read again`() throws {
        var garage = given(settings(spots: 2, names: [p1, p2]), at(noon, granted(.anna, on: .fixed(p2))))
        #expect(try answer(garage, .anna, at: noon)?.spot == OfferedSpot(p2))
        #expect(try answer(garage, .ben, at: noon)?.spot == nil)
        garage.take(at(noon, .authorised(.anna, .permit(2), until: noon + .seconds(90))))
        #expect(try answer(garage, .anna, at: noon + .seconds(3))?.spot == OfferedSpot(p2))
    }

    @Test func `an absent owner's spot is kept from those who share, and what nobody owns is theirs`() throws {
        let shared = at(
            noon, granted(.anna, on: .fixed(p1)), granted(.ben, on: .shared), granted(.carla, on: .shared))
        var garage = given(settings(3, spots: 2, names: [p1]), shared)
        for (plate, permit) in [(PlateID.ben, PermitID(3)), (.carla, 4)] {
            #expect(try answer(garage, plate, at: noon)?.answer == .open(.entry(.permit(permit))))
        }
        garage.take(at(noon, .entered(.ben)))
        // The spot that nobody owns is taken; the third one is anybody's.
        #expect(try answer(garage, .carla, at: noon)?.answer == .open(.entry(.permit(4))))
        garage.take(at(noon, .entered(.carla)))
        #expect(try answer(garage, .dora, at: noon)?.answer == .deny(.spotsKept))
        #expect(try answer(garage, .anna, at: noon)?.answer == .open(.entry(.permit(2))))
    }

    @Test func `names are as many as spots at most, and none stands twice`() {
        for (names, field) in [([p1, p2], "permanentSpotNames"), ([p1, p1], "permanentSpotNames[1]")] {
            let spots = field.hasSuffix("]") ? 2 : 1
            let error = #expect(throws: SettingsError.self) {
                try settings(spots: spots, names: names).validate()
            }
            #expect(error?.field == field)
        }
    }
}

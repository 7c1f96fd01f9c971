import Chronology
import Money
import Parking
import Tariffs
import Testing

/// The days that permits of one plate share, and how they end early.
@Suite struct PermitDaysTests {
    let noon = LocalDay.monday.at("12:00")
    let april = LocalDay("2026-04-01")!

    private func granted(_ version: Int64, _ first: LocalDay, _ last: LocalDay? = nil) -> CommandResult {
        .permitGranted(.init(PermitID(version), firstDay: first, lastDay: last, nil))
    }

    @Test func `nobody pays twice for a day of the same plate`() {
        let garage = given(.open(5), at(noon, .pass(.anna, .tuesday, .wednesday)))
        let overlapping: [(LocalDay, LocalDay?)] = [
            (.monday, nil), (.monday, .tuesday), (.monday, .thursday), (.tuesday, .tuesday), (.tuesday, .wednesday),
            (.wednesday, .thursday), (.wednesday, nil),
        ]
        for (first, last) in overlapping {
            garage.when(.pass(.anna, first, last), at: noon)
                .thenRefuses(.alreadyPermitted(PermitID(2), lastDay: .wednesday))
        }
        garage.when(.pass(.anna, .monday, .monday), at: noon)
            .then(.pass(.anna, .monday, .monday), result: granted(3, .monday, .monday))
        garage.when(.pass(.anna, .thursday), at: noon)
            .then(.pass(.anna, .thursday), result: granted(3, .thursday))
        garage.when(.pass(.ben, .tuesday), at: noon).then(.pass(.ben, .tuesday), result: granted(3, .tuesday))
    }

    @Test func `a pass without an end leaves no later day to others`() {
        let garage = given(
            .open(5), at(.opening, .termsPublished(.init(.selling(.every(.month, 30))))),
            at(noon, .pass(.anna, .wednesday)))
        garage.when(.pass(.anna, .monday.advanced(by: 300)), at: noon).thenRefuses(
            .alreadyPermitted(PermitID(3), lastDay: nil))
        garage.when(.subscribe(.anna), at: noon).thenRefuses(.alreadyPermitted(PermitID(3), lastDay: nil))
    }

    @Test func `a renewal takes no days that another permit has`() {
        let pass = LocalDay("2026-05-01")!
        let garage = given(
            .open(5), at(.opening, .termsPublished(.init(.selling(.every(.month, 30))))),
            at(noon, .month(.anna, .monday, april)), at(noon, .pass(.anna, pass, pass)))
        garage.when(.renewPermit(.init(PermitID(3))), at: noon).thenRefuses(
            .alreadyPermitted(PermitID(4), lastDay: pass))
    }

    @Test func `a plate is a member of a group once a day, so that revoking it ends it`() {
        let garage = given(.open(5), at(noon, .membership(.anna, [.staff, .residents], .tuesday, .wednesday)))
        let again = Refusal.alreadyPermitted(PermitID(2), lastDay: .wednesday)
        garage.when(.membership(.anna, [.staff]), at: noon).thenRefuses(again)
        garage.when(.membership(.anna, [.staff, GroupID("choir")!], .wednesday), at: noon).thenRefuses(again)
        garage.when(.membership(.anna, [.staff], .thursday), at: noon)
            .then(.membership(.anna, [.staff], .thursday), result: granted(3, .thursday))
        garage.when(.membership(.anna, [GroupID("choir")!]), at: noon)
            .then(.membership(.anna, [GroupID("choir")!]), result: granted(3, .monday))
        garage.when(.membership(.ben, [.staff]), at: noon)
            .then(.membership(.ben, [.staff]), result: granted(3, .monday))
    }

    @Test func `a membership stands beside every permit, and beside others`() {
        let garage = given(.open(5), at(noon, .pass(.anna, .monday), .membership(.anna, [.staff])))
        garage.when(.membership(.anna, [.residents]), at: noon)
            .then(.membership(.anna, [.residents]), result: granted(4, .monday))
        given(.open(5), at(noon, .membership(.anna, [.staff]))).when(.pass(.anna), at: noon)
            .then(.pass(.anna, .monday), result: granted(3, .monday))
    }

    @Test func `a permit may end and begin where others do, and its days are found`() {
        let garage = given(
            .open(5),
            at(
                noon, .pass(.anna, .tuesday, .wednesday), .pass(.ben, .wednesday),
                .membership(.carla, [.staff], .monday, .tuesday))
        ).garage
        func plates(_ day: LocalDay) -> [PlateID] { garage.permits(on: day).map(\.plate) }
        #expect(
            [LocalDay.monday, .tuesday, .wednesday, .thursday].map(plates)
                == [[.carla], [.anna, .carla], [.anna, .ben], [.ben]])
    }

    @Test func `revoking keeps the day that has begun`() {
        var garage = given(.open(5), at(noon, .pass(.anna, .monday)))
        let tuesday = LocalDay.tuesday.at("00:00")
        let revoked = GarageEvent.permitRevoked(.init(PermitID(2), lastDay: .tuesday))
        garage.when(.revokePermit(.init(PermitID(2))), at: tuesday)
            .then(revoked, result: .permitRevoked(.init(PermitID(2), lastDay: .tuesday, repeated: false)))
        garage.take(at(tuesday, revoked))
        #expect(garage.garage.permit(PermitID(2))?.days == RightDays(first: .monday, last: .tuesday))
        #expect(garage.garage.permits(on: .wednesday).isEmpty)
    }

    @Test func `revoking twice on a day has one effect, and then it has ended`() {
        let garage = given(
            .open(5), at(noon, .pass(.anna, .monday), .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        garage.when(.revokePermit(.init(PermitID(2))), at: noon)
            .then(result: .permitRevoked(.init(PermitID(2), lastDay: .monday, repeated: true)))
        garage.when(.revokePermit(.init(PermitID(2))), at: LocalDay.tuesday.at("00:00")).thenRefuses(
            .permitOver(PermitID(2), lastDay: .monday))
        garage.when(.revokePermit(.init(PermitID(9))), at: noon).thenRefuses(.unknownPermit(PermitID(9)))
    }

    @Test func `a revoked permit stands in no other's way, also today`() {
        let garage = given(
            .open(5), at(noon, .pass(.anna, .monday), .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        garage.when(.pass(.anna), at: noon).then(.pass(.anna, .monday), result: granted(4, .monday))
        garage.when(.pass(.anna, .tuesday), at: noon)
            .then(.pass(.anna, .tuesday), result: granted(4, .tuesday))
        let member = given(
            .open(5),
            at(noon, .membership(.anna, [.staff]), .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        member.when(.membership(.anna, [.staff]), at: noon)
            .then(.membership(.anna, [.staff]), result: granted(4, .monday))
    }

    @Test func `a revoked permit lets nobody in any more, and is on no list`() {
        let evening = LocalDay.monday.at("18:00")
        let garage = given(
            .reserved(5), at(noon, .pass(.anna, .monday), .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        garage.when(.seen(.anna), at: evening)
            .then(.denied(.anna, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
        #expect(garage.garage.allowlist(on: .monday).isEmpty)
        var again = garage
        again.take(at(evening, .pass(.anna, .monday)))
        #expect(again.garage.allowlist(on: .monday).map(\.id) == [RightID(version: 4)])
    }

    @Test func `one that is revoked before its first day never was of use, and may be granted again`() {
        var garage = given(.open(5), at(noon, .pass(.anna, .tuesday)))
        let revoked = GarageEvent.permitRevoked(.init(PermitID(2), lastDay: .monday))
        garage.when(.revokePermit(.init(PermitID(2))), at: noon)
            .then(revoked, result: .permitRevoked(.init(PermitID(2), lastDay: .monday, repeated: false)))
        garage.take(at(noon, revoked))
        #expect(garage.garage.permit(PermitID(2)) == nil)
        garage.when(.revokePermit(.init(PermitID(2))), at: noon).thenRefuses(.unknownPermit(PermitID(2)))
        garage.when(.pass(.anna, .tuesday), at: noon)
            .then(.pass(.anna, .tuesday), result: granted(4, .tuesday))
    }

    @Test func `a subscription that is revoked on its last day is not renewed`() {
        var garage = given(
            .open(5), at(.opening, .termsPublished(.init(.selling(.every(.month, 30))))),
            at(noon, .month(.anna, .monday, april)))
        let now = april.at("12:00")
        let revoked = GarageEvent.permitRevoked(.init(PermitID(3), lastDay: april))
        garage.when(.revokePermit(.init(PermitID(3))), at: now)
            .then(revoked, result: .permitRevoked(.init(PermitID(3), lastDay: april, repeated: false)))
        garage.take(at(now, revoked))
        garage.when(.renewPermit(.init(PermitID(3))), at: now).thenRefuses(.notRenewable(PermitID(3)))
    }
}
